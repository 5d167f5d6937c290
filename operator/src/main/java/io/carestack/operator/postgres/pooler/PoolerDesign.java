package io.carestack.operator.postgres.pooler;

import io.carestack.operator.effective.Database.Pooler;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.postgres.design.ConnectionDetails;
import io.carestack.operator.postgres.design.Shape;
import io.carestack.operator.store.Digest;
import io.carestack.operator.store.SecretData;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The pooler's objects.
 *
 * <p>PgBouncer gets the owner's password in a user list rather than a query to look it up with ({@code auth_query}), because that would need one
 * more role, with the right to read the verifiers of all roles. A new password and new certificates restart the pooler's pods one by one.
 */
public final class PoolerDesign {
    /** Component label of the pooler's pods. */
    public static final String COMPONENT = "pooler";

    private PoolerDesign() {}

    /** Deployment, Service, ConfigMap, Secret and, with several pods, a budget. */
    public static List<HasMetadata> design(Shape shape, Pooler pooler, ConnectionDetails details) {
        String users = users(shape.database().owner(), details.password());
        String configuration = configuration(shape, pooler);
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(configMap(shape, configuration));
        objects.add(secret(shape, users));
        objects.add(PoolerDeployment.design(shape, pooler, Digest.of(configuration + users + details.certificates())));
        objects.add(service(shape));
        if (pooler.instances() > 1) {
            objects.add(budget(shape));
        }
        return objects;
    }

    private static String configuration(Shape shape, Pooler pooler) {
        return """
                [databases]
                %1$s = host=%2$s port=%3$d dbname=%1$s

                [pgbouncer]
                listen_addr = *
                listen_port = %3$d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %4$s/users/users.txt
                pool_mode = %5$s
                max_client_conn = %6$d
                default_pool_size = %7$d
                ignore_startup_parameters = extra_float_digits,options,search_path
                server_connect_timeout = 5
                server_login_retry = 1
                server_lifetime = 600
                log_connections = 0
                log_disconnections = 0
                """.formatted(
                                shape.database().database(),
                                shape.service(shape.names().postgresReadWrite()),
                                Shape.PORT,
                                Shape.HOME,
                                pooler.mode().name(),
                                pooler.maxClientConnections(),
                                pooler.poolSize())
                + encryption(shape);
    }

    /** PgBouncer reads certificates at its start and when it is told to, so that new ones replace its pods as a new password does. */
    private static String encryption(Shape shape) {
        String server = switch (shape.encryption()) {
            case OFF -> "";
            case OFFERED -> "server_tls_sslmode = prefer\n";
            case DEMANDED ->
                "server_tls_sslmode = verify-full\nserver_tls_ca_file = %s/tls/ca.crt\n".formatted(Shape.HOME);
        };
        return server.isEmpty()
                ? ""
                : server
                        + """
                        client_tls_sslmode = %s
                        client_tls_cert_file = %s/tls/tls.crt
                        client_tls_key_file = %s/tls/tls.key
                        """.formatted(
                                shape.database().tls().required() ? "require" : "prefer", Shape.HOME, Shape.HOME);
    }

    private static String users(String owner, String password) {
        return "\"%s\" \"%s\"\n".formatted(owner, password.replace("\"", "\"\""));
    }

    private static ConfigMap configMap(Shape shape, String configuration) {
        return new ConfigMapBuilder()
                .withMetadata(shape.owner().child(shape.names().pooler(), COMPONENT))
                .withData(Map.of("pgbouncer.ini", configuration))
                .build();
    }

    private static Secret secret(Shape shape, String users) {
        return new SecretBuilder()
                .withMetadata(shape.owner().child(shape.names().pooler(), COMPONENT))
                .withType("Opaque")
                .withData(SecretData.encode(Map.of("users.txt", users)))
                .build();
    }

    private static Service service(Shape shape) {
        return new ServiceBuilder()
                .withMetadata(shape.owner().child(shape.names().pooler(), COMPONENT))
                .withNewSpec()
                .withSelector(Labels.selector(shape.stack().name(), COMPONENT))
                .withPorts(new ServicePortBuilder()
                        .withName("postgres")
                        .withPort(Shape.PORT)
                        .withNewTargetPort("postgres")
                        .build())
                .endSpec()
                .build();
    }

    private static PodDisruptionBudget budget(Shape shape) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(shape.owner().child(shape.names().pooler(), COMPONENT))
                .withNewSpec()
                .withNewMaxUnavailable(1)
                .withNewSelector()
                .withMatchLabels(Labels.selector(shape.stack().name(), COMPONENT))
                .endSelector()
                .endSpec()
                .build();
    }
}
