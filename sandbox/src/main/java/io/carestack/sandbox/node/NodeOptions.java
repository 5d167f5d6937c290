package io.carestack.sandbox.node;

import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Settings of the node.
 *
 * @param directory where pods and volumes are kept
 * @param logs where containers' logs are kept
 * @param firstBackOff wait before the second restart of a container in a row and the second pull of an image
 * @param lastBackOff the most that doubling may make of it
 * @param capacity what the scheduler may give away
 */
public record NodeOptions(
        Path directory, Path logs, Duration firstBackOff, Duration lastBackOff, Map<String, Quantity> capacity) {

    /** The name of the only node. */
    public static final String NAME = "sandbox";

    public NodeOptions {
        capacity = Map.copyOf(capacity);
    }

    /** Short back-offs and a node of 64 CPUs, 256 GiB and 500 pods. */
    public static NodeOptions in(Path directory) {
        return new NodeOptions(
                directory,
                directory.resolve("logs"),
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Map.of(
                        "cpu", new Quantity("64"),
                        "memory", new Quantity("256Gi"),
                        "ephemeral-storage", new Quantity("200Gi"),
                        "pods", new Quantity("500")));
    }
}
