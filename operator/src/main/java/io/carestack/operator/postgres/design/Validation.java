package io.carestack.operator.postgres.design;

import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the schema cannot refuse: numbers that depend on each other, and credentials that other people keep. */
public final class Validation {
    private static final BigDecimal SMALLEST_VOLUME = new BigDecimal(1024L * 1024 * 1024);
    private static final int SMALLEST_CONNECTIONS = 20;

    private Validation() {}

    /** The problems of the spec itself. */
    public static List<Problem> spec(Shape shape) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> parameters = shape.database().parameters();
        int instances = shape.database().instances();
        // one per replica, two for each clone that runs at the same time
        atLeast(parameters, "max_wal_senders", 3 * instances).ifPresent(problems::add);
        atLeast(parameters, "max_replication_slots", 2 * instances).ifPresent(problems::add);
        atLeast(parameters, "superuser_reserved_connections", 3).ifPresent(problems::add);
        atLeast(parameters, "max_connections", SMALLEST_CONNECTIONS).ifPresent(problems::add);
        if (new Quantity(shape.database().storageSize()).getNumericalAmount().compareTo(SMALLEST_VOLUME) < 0) {
            problems.add(new Problem(
                    "spec.postgres.storage.size",
                    shape.database().storageSize() + " is too small for a database and its write-ahead log",
                    "give it 1Gi or more"));
        }
        if (shape.database().synchronousReplicas() >= instances) {
            problems.add(new Problem(
                    "spec.postgres.synchronous.replicas",
                    "%d replicas cannot confirm a commit where %d of %d instances are replicas"
                            .formatted(shape.database().synchronousReplicas(), instances - 1, instances),
                    "lower it to %d or raise spec.postgres.instances".formatted(instances - 1)));
        }
        return problems;
    }

    /** The problem of the owner's credentials that the user keeps; {@code data} is empty when the Secret does not exist. */
    public static Optional<Problem> credentials(Shape shape, String secret, Optional<Map<String, String>> data) {
        String field = "spec.postgres.credentials";
        if (data.isEmpty()) {
            return Optional.of(new Problem(
                    field,
                    "Secret %s does not exist".formatted(secret),
                    "create it with the keys username and password"));
        }
        for (String key : List.of(Credentials.USERNAME, Credentials.PASSWORD)) {
            if (data.get().getOrDefault(key, "").isEmpty()) {
                return Optional.of(
                        new Problem(field, "Secret %s lacks the key %s".formatted(secret, key), "add the key " + key));
            }
        }
        String username = data.get().getOrDefault(Credentials.USERNAME, "");
        return username.equals(shape.database().owner())
                ? Optional.empty()
                : Optional.of(new Problem(
                        field,
                        "username in Secret %s is '%s', but the owner is '%s'"
                                .formatted(secret, username, shape.database().owner()),
                        "make username equal to spec.postgres.owner"));
    }

    private static Optional<Problem> atLeast(Map<String, String> parameters, String name, int least) {
        return Optional.ofNullable(parameters.get(name))
                .filter(value -> number(value).filter(given -> given >= least).isEmpty())
                .map(value -> new Problem(
                        "spec.postgres.parameters[" + name + "]",
                        "'" + value + "' is not enough for this stack",
                        "give it " + least + " or more, or remove it"));
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
