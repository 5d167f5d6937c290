package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.acceptance.history.Verdict;
import io.carestack.acceptance.history.Writers;
import io.carestack.operator.postgres.tls.TrustingSocketFactory;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Certificates and metrics of a database, as its clients and a Prometheus meet them. */
@StageTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DatabaseTlsTest {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              size: small
              components:
              - {name: web, image: "%s", port: 3001, replicas: {min: 1, max: 1}}
              postgres: {instances: 2, pooler: {image: pgbouncer:1.24}%s}
              redis: []
            """;
    private static final String SENDERS =
            "SELECT string_agg(application_name || ' ' || backend_start || ' ' || ssl, ';' ORDER BY 1)"
                    + " FROM pg_stat_replication JOIN pg_stat_ssl USING (pid)";

    private final LiveStage stage;
    private final Space space;

    DatabaseTlsTest(LiveStage stage) {
        this.stage = stage;
        this.space = stage.space("tls");
    }

    @BeforeAll
    void makeTheStack() {
        space.apply(STACK.formatted(stage.image(), ""));
        space.awaitReady("care");
    }

    @AfterAll
    void close() {
        space.close();
    }

    @Test
    @Order(1)
    void clientsReplicasAndThePoolerEncrypt() throws SQLException {
        assertThat(asked(SENDERS)).contains("care-postgres-").endsWith(" true");
        assertThat(asked("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                .isEqualTo("t");
        try (Connection connection = owner(space.clusterAddress("care-pooler"), "verify-ca");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
        assertThat(
                        asked(
                                "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'app'"))
                .as("the pooler's connections to the server")
                .isEqualTo("t");
    }

    @Test
    @Order(2)
    void anotherCertificateUnderLoadDropsNothingAndRestartsNothing() throws Exception {
        List<String> pods = uids();
        String senders = asked(SENDERS);
        String served = asked("SELECT current_setting('ssl_cert_file')");
        Writers writers = Writers.start(space.user("care").readWrite(), 2);
        Resource<Secret> certificate =
                space.client().secrets().inNamespace(space.name()).withName("care-postgres-tls");
        Map<String, String> content = certificate.require().getData();

        Space.eventually(() -> {
            // a pass that had read it before its end puts it back as it was
            Secret now = certificate.get();
            if (now != null && now.getData().equals(content)) {
                certificate.delete();
            }
            assertThat(asked("SELECT current_setting('ssl_cert_file')")).isNotEqualTo(served);
        });
        Verdict verdict = writers.judge();

        assertThat(verdict.lost()).isEmpty();
        assertThat(verdict.acknowledged()).isPositive();
        assertThat(writers.failures()).as(() -> space.story("care")).isEmpty();
        assertThat(asked(SENDERS)).isEqualTo(senders);
        assertThat(uids()).isEqualTo(pods);
    }

    @Test
    @Order(3)
    void anExporterThatEndsCostsNoWriteAndNoPrimary() throws Exception {
        for (Pod pod : space.pods("postgres")) {
            Space.eventually(() -> assertThat(metrics(pod)).contains("pg_up 1"));
        }
        String primary = space.primary("care");
        Writers writers = Writers.start(space.user("care").readWrite(), 2);
        stage.crash(space, primary, "exporter");
        Space.eventually(() -> assertThat(exporter(primary).getRestartCount()).isPositive());
        Space.eventually(
                () -> assertThat(exporter(primary).getState().getRunning()).isNotNull());
        stage.crash(space, primary, "exporter");
        Space.eventually(() -> assertThat(exporter(primary).getState().getWaiting())
                .as("back-off")
                .isNotNull());
        int before = writers.acknowledged().size();
        Space.eventually(() -> assertThat(writers.acknowledged()).hasSizeGreaterThan(before + 10));
        asked("SELECT 1");
        Verdict verdict = writers.judge();

        assertThat(verdict.lost()).isEmpty();
        assertThat(writers.failures()).as(() -> space.story("care")).isEmpty();
        assertThat(space.primary("care")).isEqualTo(primary);
    }

    @Test
    @Order(4)
    void aSecretThatIsMissingOrIncompleteIsNamedAndDisturbsNothing() {
        String senders = asked(SENDERS);
        space.apply(STACK.formatted(stage.image(), ", tls: {secretName: mine}"));
        space.awaitCondition("care", "Stalled", "True", "spec.postgres.tls.secretName", "Secret mine does not exist");
        space.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: mine}
                stringData: {tls.crt: x, tls.key: x}
                """);
        space.awaitCondition("care", "Stalled", "True", "Secret mine lacks the key ca.crt");
        space.awaitCondition("care", "DatabaseReady", "True");
        assertThat(asked(SENDERS)).isEqualTo(senders);

        space.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: mine}
                stringData: {tls.crt: "%s", tls.key: "%s", ca.crt: "%s"}
                """.formatted(escaped("tls.crt"), escaped("tls.key"), escaped("ca.crt")));
        space.awaitCondition("care", "Stalled", "False");
        space.awaitReady("care");
        assertThat(asked(SENDERS)).isEqualTo(senders);
        space.apply(STACK.formatted(stage.image(), ""));
    }

    private String escaped(String key) {
        return space.secret("care-postgres-tls", key).replace("\n", "\\n");
    }

    private List<String> uids() {
        return space.pods("postgres").stream()
                .map(pod -> pod.getMetadata().getUid()
                        + pod.getStatus().getContainerStatuses().stream()
                                .filter(status -> status.getName().equals("postgres"))
                                .map(status -> status.getContainerID())
                                .toList())
                .sorted()
                .toList();
    }

    private ContainerStatus exporter(String pod) {
        return space
                .client()
                .pods()
                .inNamespace(space.name())
                .withName(pod)
                .require()
                .getStatus()
                .getContainerStatuses()
                .stream()
                .filter(status -> status.getName().equals("exporter"))
                .findFirst()
                .orElseThrow();
    }

    private static String metrics(Pod pod) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://" + pod.getStatus().getPodIP() + ":9187/metrics");
            return http.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** What the primary answers to the superuser, who must encrypt. */
    private String asked(String query) {
        try (Connection connection = open(
                        space.clusterAddress("care-postgres-rw"),
                        "postgres",
                        "postgres",
                        space.secret("care-postgres-superuser", "password"),
                        "verify-ca");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new AssertionError(space.story("care"), e);
        }
    }

    private Connection owner(String address, String mode) throws SQLException {
        return open(address, "app", "app", space.secret("care-postgres-app", "password"), mode);
    }

    private Connection open(String address, String database, String user, String password, String mode)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", mode);
        properties.setProperty("sslfactory", TrustingSocketFactory.class.getName());
        properties.setProperty("sslfactoryarg", space.secret("care-postgres-app", "ca.crt"));
        return DriverManager.getConnection("jdbc:postgresql://" + address + ":5432/" + database, properties);
    }
}
