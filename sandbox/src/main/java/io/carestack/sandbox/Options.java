package io.carestack.sandbox;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a sandbox is set up.
 *
 * @param port TCP port of the API server on 127.0.0.1, 0 for a free one
 * @param external an API server of someone else's to use instead; it must have no controllers and no nodes
 * @param firstBackOff wait before the second restart of a container in a row
 * @param lastBackOff the longest wait between restarts
 * @param logs where containers' logs are kept; absent: in the sandbox's own directory, which goes with it
 */
public record Options(
        int port, Optional<External> external, Duration firstBackOff, Duration lastBackOff, Optional<Path> logs) {

    /** An API server that runs already, and its range of Service addresses in CIDR notation. */
    public record External(Config config, String serviceRange) {}

    /** An API server of its own on a free port; restarts wait half a second to five seconds. */
    public static Options defaults() {
        return new Options(0, Optional.empty(), Duration.ofMillis(500), Duration.ofSeconds(5), Optional.empty());
    }

    public Options withPort(int value) {
        return new Options(value, external, firstBackOff, lastBackOff, logs);
    }

    public Options withExternal(Config config, String serviceRange) {
        return new Options(port, Optional.of(new External(config, serviceRange)), firstBackOff, lastBackOff, logs);
    }

    public Options withBackOff(Duration first, Duration last) {
        return new Options(port, external, first, last, logs);
    }

    public Options withLogs(Path directory) {
        return new Options(port, external, firstBackOff, lastBackOff, Optional.of(directory));
    }
}
