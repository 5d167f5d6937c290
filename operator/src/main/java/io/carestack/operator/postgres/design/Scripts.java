package io.carestack.operator.postgres.design;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The ConfigMap that is mounted into every instance. A running container sees its changes; none of them restarts a pod. */
public final class Scripts {
    /** Key that names the one pod that may run {@code initdb}; absent as soon as the database has an identity. */
    public static final String INITIALIZE = "initialize";

    /** Key with what the instances are told about encryption. */
    public static final String ENCRYPTION = "tls";

    /** The scripts, as resources and as keys. */
    public static final List<String> NAMES =
            List.of("lib.sh", "entrypoint.sh", "watchdog.sh", "alive.sh", "ready.sh", "stop.sh");

    private static final Map<String, String> SCRIPTS =
            NAMES.stream().collect(Collectors.toUnmodifiableMap(name -> name, Scripts::read));

    private Scripts() {}

    /** The ConfigMap. */
    public static ConfigMap design(Shape shape, Optional<String> initialize) {
        Map<String, String> data = new TreeMap<>(SCRIPTS);
        data.put("postgresql.conf", Configuration.text(shape));
        data.put("pg_hba.conf", HostBasedAuthentication.text(shape));
        data.put(ENCRYPTION, shape.encryption().word());
        data.put("peers", peers(shape));
        data.put("self-fence", shape.database().instances() > 1 ? "on" : "off");
        initialize.ifPresent(pod -> data.put(INITIALIZE, pod));
        return new ConfigMapBuilder()
                .withMetadata(shape.owner().child(shape.names().postgres(), Shape.COMPONENT))
                .withData(data)
                .build();
    }

    private static String peers(Shape shape) {
        return IntStream.range(0, shape.replicas())
                .mapToObj(ordinal -> shape.host(shape.instance(ordinal)) + "\n")
                .collect(Collectors.joining());
    }

    private static String read(String name) {
        try (InputStream resource = Objects.requireNonNull(
                Scripts.class.getResourceAsStream("/io/carestack/operator/postgres/" + name), name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
