package io.carestack.acceptance.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.carestack.sandbox.image.InstalledImages;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Releases that are judged by what their clients get, and what becomes of them when nobody can be asked about that. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("releases")
@ResourceLock("load")
class MeasuredReleaseTest {
    private static final String RULES = """
            verification: {interval: 1s, consecutive: 2, attempts: 90}
            retire: {after: 1s}
            monitor: {duration: %s, interval: 1s, prometheus: '%s', minRequests: 10, onMetricsUnavailable: %s}
            """;
    private static final String NOBODY = "http://127.0.0.1:1";

    private final ReleaseSite site = ReleaseSite.sandbox();

    @AfterAll
    void close() throws Exception {
        site.close();
    }

    @Test
    void errorsThatOnlyClientsGetUndoARelease(@TempDir Path directory) throws Exception {
        assumeTrue(InstalledImages.installed("prometheus"), "skipped: prometheus is not installed");
        try (Prometheus prometheus = Prometheus.start(directory);
                Clients clients = clients("leaking", "10m", prometheus.address(), "Rollback", "promotion: Manual\n")) {
            clients.stack().release("2", Map.of("FAIL_RATE", "0.3"));
            clients.approve(() -> prometheus.scrape(
                    site.namespace(),
                    "leaking",
                    site.client()
                            .pods()
                            .inNamespace(site.namespace())
                            .withLabel("carestack.io/stack", "leaking")
                            .list()
                            .getItems()));

            clients.read("Released", "False ReleaseFailed: ", "web: ", "of the requests fail, more than 1%");
            assertThat(clients.stack().selected()).isEqualTo("blue");
            long failed = clients.load().report().failed();
            clients.answered();
            assertThat(clients.load().report().failed()).isEqualTo(failed);
            assertThat(clients.load().report().failures()).containsOnlyKeys("status 500");
        }
    }

    @Test
    void withoutItsPrometheusAReleaseIsJudgedByItsPods() throws Exception {
        try (Clients clients = clients("trusting", "110s", NOBODY, "PodHealthOnly", "")) {
            clients.stack().release("2", Map.of());

            clients.read("Released", "False Monitoring: ", "Prometheus does not answer");
            clients.stack().awaitStable(clients.first());
            clients.areServedBy("1", "2");
        }
    }

    @Test
    void withoutItsPrometheusAReleaseIsUndoneWhereTheSpecSaysSo() throws Exception {
        try (Clients clients = clients("strict", "10m", NOBODY, "Rollback", "")) {
            clients.stack().release("2", Map.of());

            clients.read("Released", "False ReleaseFailed: ", "Prometheus: " + NOBODY);
            assertThat(clients.stack().selected()).isEqualTo("blue");
            clients.areServedBy("1", "2");
        }
    }

    @Test
    void withoutItsPrometheusAReleaseIsHeldUntilThatAnswersWhereTheSpecSaysSo() throws Exception {
        AtomicBoolean up = new AtomicBoolean();
        HttpServer server = server(up);
        try (Clients clients = clients(
                "patient", "110s", "http://127.0.0.1:" + server.getAddress().getPort(), "Hold", "")) {
            clients.stack().release("2", Map.of());

            clients.read("Released", "False Monitoring: ", "Prometheus does not answer");
            clients.areServedBy("1", "2");
            Deployment blue = site.client()
                    .apps()
                    .deployments()
                    .inNamespace(site.namespace())
                    .withName("patient-web-blue")
                    .require();
            assertThat(blue.getStatus().getReadyReplicas()).isEqualTo(1);
            assertThat(clients.stack().rollout().heldSince()).isNotNull();

            up.set(true);
            clients.stack().awaitStable(clients.first());
            clients.areServedBy("1", "2");
        } finally {
            server.stop(0);
        }
    }

    private Clients clients(String name, String watched, String prometheus, String policy, String more)
            throws Exception {
        return Clients.of(new ReleasedStack(site, name, 1, RULES.formatted(watched, prometheus, policy) + more));
    }

    /** Has no series, and once it is up it says so. */
    private static HttpServer server(AtomicBoolean up) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        byte[] nothing = """
                {"status": "success", "data": {"resultType": "vector", "result": []}}
                """.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(up.get() ? 200 : 503, nothing.length);
                exchange.getResponseBody().write(nothing);
            }
        });
        server.start();
        return server;
    }
}
