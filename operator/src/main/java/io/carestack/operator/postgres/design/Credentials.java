package io.carestack.operator.postgres.design;

import io.carestack.operator.store.SecretData;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.TreeMap;

/** The generated credentials, each in a Secret of its own of type {@code kubernetes.io/basic-auth}. */
public final class Credentials {
    public static final String USERNAME = "username";
    public static final String PASSWORD = "password";

    private Credentials() {}

    /** Whose credentials they are. */
    public enum Role {
        SUPERUSER,
        REPLICATION,
        OWNER,
        EXPORTER;

        /** As in the Secret's name. */
        public String label() {
            return switch (this) {
                case SUPERUSER -> "superuser";
                case REPLICATION -> "replication";
                case OWNER -> "owner";
                case EXPORTER -> "exporter";
            };
        }

        /** Name of the database role. */
        public String username(Shape shape) {
            return switch (this) {
                case SUPERUSER -> Shape.SUPERUSER;
                case REPLICATION -> Shape.REPLICATION_ROLE;
                case OWNER -> shape.database().owner();
                case EXPORTER -> Shape.EXPORTER_ROLE;
            };
        }
    }

    /** Name of the Secret, which is the user's own for the owner where the spec names one. */
    public static String secretName(Shape shape, Role role) {
        return role == Role.OWNER && shape.database().credentialsSecret().isPresent()
                ? shape.database().credentialsSecret().get()
                : shape.names().postgresCredentials(role.label());
    }

    /** The Secret with this password, for one POST; where volumes outlive the CareStack, so do the passwords of what is on them. */
    public static Secret design(Shape shape, Role role, String password) {
        String name = secretName(shape, role);
        Map<String, String> data =
                new TreeMap<>(SecretData.encode(Map.of(USERNAME, role.username(shape), PASSWORD, password)));
        return new SecretBuilder()
                .withMetadata(
                        shape.stack().retainsData()
                                ? shape.owner().retained(name, Shape.COMPONENT)
                                : shape.owner().child(name, Shape.COMPONENT))
                .withType("kubernetes.io/basic-auth")
                .withData(data)
                .build();
    }
}
