package io.carestack.operator.postgres.design;

import static io.carestack.operator.store.UriPart.encode;

import io.carestack.operator.postgres.plan.Encryption;
import io.carestack.operator.store.SecretData;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Secret that applications connect with: ready URIs, their parts, and the keys of the Service Binding specification. It is derived from the
 * owner's credentials and can be made again at any time. All of its keys but {@code ca.crt} are also valid names of environment variables.
 *
 * <p>Most clients encrypt when the server can ({@code sslmode=prefer}) without being told. A URI that says more than that is only made on request,
 * because clients do not agree on what {@code require} means: libpq encrypts, node-postgres also verifies, against authorities of the system.
 */
public final class Connection {
    private static final String REQUIRE = "sslmode=require";

    private Connection() {}

    /** The Secret for this owner's password and these certificates. */
    public static Secret design(Shape shape, ConnectionDetails details) {
        String password = details.password();
        Map<String, String> values = new TreeMap<>();
        String readWrite = shape.service(shape.names().postgresReadWrite());
        String readOnly =
                shape.database().instances() > 1 ? shape.service(shape.names().postgresReadOnly()) : readWrite;
        values.put("type", "postgresql");
        values.put("provider", "carestack");
        values.put("host", readWrite);
        values.put("readOnlyHost", readOnly);
        values.put("port", Integer.toString(Shape.PORT));
        values.put("database", shape.database().database());
        values.put("username", shape.database().owner());
        values.put("password", password);
        values.put("uri", uri(shape, password, readWrite, Shape.PORT));
        values.put("readOnlyUri", uri(shape, password, readOnly, Shape.PORT));
        values.put(
                "jdbcUri",
                "jdbc:postgresql://%s:%d/%s?user=%s&password=%s%s"
                        .formatted(
                                readWrite,
                                Shape.PORT,
                                encode(shape.database().database()),
                                encode(shape.database().owner()),
                                encode(password),
                                isRequired(shape) ? "&" + REQUIRE : ""));
        for (int ordinal = 0; ordinal < shape.database().instances(); ordinal++) {
            values.put("instance" + ordinal + "Uri", instanceUri(shape, password, ordinal));
        }
        shape.database()
                .pooler()
                .ifPresent(pooler -> values.put(
                        "poolerUri",
                        uri(shape, password, shape.service(shape.names().pooler()), Shape.PORT)));
        details.trusted()
                .filter(trusted -> shape.encryption() != Encryption.OFF)
                .ifPresent(trusted -> values.put("ca.crt", trusted));
        return new SecretBuilder()
                .withMetadata(shape.owner().child(shape.names().postgresConnection(), Shape.COMPONENT))
                .withType("servicebinding.io/postgresql")
                .withData(SecretData.encode(values))
                .build();
    }

    private static String uri(Shape shape, String password, String host, int port) {
        return bare(shape, password, host, port) + (isRequired(shape) ? "?" + REQUIRE : "");
    }

    private static String bare(Shape shape, String password, String host, int port) {
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(
                        encode(shape.database().owner()),
                        encode(password),
                        host,
                        port,
                        encode(shape.database().database()));
    }

    private static boolean isRequired(Shape shape) {
        return shape.database().tls().required();
    }

    /** Roles move between instances, so that this URI reads only, whichever role its instance has. */
    private static String instanceUri(Shape shape, String password, int ordinal) {
        return bare(shape, password, shape.host(shape.instance(ordinal)), Shape.PORT)
                + "?options=-c%20default_transaction_read_only%3Don"
                + (isRequired(shape) ? "&" + REQUIRE : "");
    }
}
