package io.carestack.acceptance;

import io.carestack.acceptance.history.Database;
import io.carestack.operator.api.CareStack;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** Uses a stack as its clients do: through its Services, with the credentials of its connection Secrets. */
public final class StackClient {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final String namespace;
    private final String stack;

    public StackClient(KubernetesClient client, String namespace, String stack) {
        this.client = client;
        this.namespace = namespace;
        this.stack = stack;
    }

    /** Body of an HTTP GET through the Service of a component. */
    String get(String component, int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + clusterIp(stack + "-" + component) + ":" + port + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** Inserts rows one by one through the read-write Service; returns how many were acknowledged. */
    int writeRows(int rows) throws SQLException {
        try (Connection connection = connect(stack + "-postgres-rw");
                Statement create = connection.createStatement()) {
            create.execute("CREATE TABLE IF NOT EXISTS demo (id int PRIMARY KEY)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO demo VALUES (?)")) {
                for (int id = 0; id < rows; id++) {
                    insert.setInt(1, id);
                    insert.executeUpdate();
                }
            }
        }
        return rows;
    }

    /** Rows as the primary shows them. */
    long rows() throws SQLException {
        try (Connection connection = connect(stack + "-postgres-rw");
                Statement count = connection.createStatement();
                ResultSet result = count.executeQuery("SELECT count(*) FROM demo")) {
            result.next();
            return result.getLong(1);
        }
    }

    /** Waits until a replica shows this many rows; returns what it shows. */
    long awaitRows(long rows) throws SQLException, InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        long seen = -1;
        while (Instant.now().isBefore(deadline) && seen < rows) {
            TimeUnit.MILLISECONDS.sleep(50);
            try (Connection connection = connect(stack + "-postgres-ro");
                    Statement count = connection.createStatement();
                    ResultSet result = count.executeQuery("SELECT count(*) FROM demo WHERE pg_is_in_recovery()")) {
                result.next();
                seen = result.getLong(1);
            }
        }
        return seen;
    }

    /** Sets a key and reads it back; returns what was read. */
    String redisRoundTrip(String redis) {
        String service = stack + "-redis-" + redis;
        Secret secret = secret(service + "-app");
        DefaultJedisClientConfig.Builder config =
                DefaultJedisClientConfig.builder().autoNegotiateProtocol(false).password(value(secret, "password"));
        if (secret.getData().containsKey("username")) {
            config.user(value(secret, "username"));
        }
        try (Jedis jedis = new Jedis(new HostAndPort(clusterIp(service), 6379), config.build())) {
            jedis.set("demo", "kept");
            return jedis.get("demo");
        }
    }

    /** The read-write Service for clients that give up an answer after three seconds. */
    public Database readWrite() {
        return impatient("jdbcUri", stack + "-postgres-rw");
    }

    /** The same through the Service of the replicas. */
    public Database readOnly() {
        return impatient("jdbcUri", stack + "-postgres-ro");
    }

    /** The same through the Service of all instances. */
    public Database anyInstance() {
        return impatient("jdbcUri", stack + "-postgres-r");
    }

    /** The primary as its superuser. */
    public Database superuser() {
        Secret superuser = secret(stack + "-postgres-superuser");
        String url = url(secret(stack + "-postgres-app"), "jdbcUri", clusterIp(stack + "-postgres-rw"), "1", "3")
                .replaceFirst("/[^/?]*\\?", "/postgres?")
                .replaceAll("(?<=[?&])(user|password)=[^&]*&?", "");
        return () -> DriverManager.getConnection(url, value(superuser, "username"), value(superuser, "password"));
    }

    /** The URI of the Secret for programs, with the address of the primary's pod, so that nothing stands between. */
    public String primaryUri() {
        String primary = Objects.requireNonNull(Objects.requireNonNull(client.resources(CareStack.class)
                        .inNamespace(namespace)
                        .withName(stack)
                        .require()
                        .getStatus()
                        .postgres())
                .primary());
        String address = client.pods()
                .inNamespace(namespace)
                .withName(primary)
                .require()
                .getStatus()
                .getPodIP();
        return value(secret(stack + "-postgres-app"), "uri").replaceFirst("@[^:/]+", "@" + address);
    }

    private Database impatient(String key, String service) {
        String url = url(secret(stack + "-postgres-app"), key, clusterIp(service), "1", "3");
        return () -> DriverManager.getConnection(url);
    }

    private Connection connect(String service) throws SQLException {
        return DriverManager.getConnection(
                url(secret(stack + "-postgres-app"), "jdbcUri", clusterIp(service), "5", "10"));
    }

    /** The URI of the Secret with an address in place of the name, which only pods can look up. */
    private static String url(Secret secret, String key, String address, String connectSeconds, String socketSeconds) {
        return value(secret, key).replaceFirst("//[^:/]+", "//" + address)
                + "&connectTimeout=%s&socketTimeout=%s".formatted(connectSeconds, socketSeconds);
    }

    private String clusterIp(String service) {
        return client.services()
                .inNamespace(namespace)
                .withName(service)
                .require()
                .getSpec()
                .getClusterIP();
    }

    private Secret secret(String name) {
        return client.secrets().inNamespace(namespace).withName(name).require();
    }

    private static String value(Secret secret, String key) {
        return new String(Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
    }
}
