package io.carestack.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.effective.Defaults;
import io.carestack.operator.effective.EffectiveRollout.Monitor;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.metric.MetricGate;
import io.carestack.operator.rollout.metric.MetricQueries;
import io.carestack.operator.rollout.metric.PrometheusReader;
import io.carestack.operator.rollout.metric.Reading;
import io.carestack.operator.rollout.plan.Metrics.Verdict;
import io.carestack.operator.rollout.plan.Samples;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate over a real Prometheus (Debian: package prometheus) that scrapes two versions of the demo application. */
class MetricGateTest {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final PrometheusReader READER = new PrometheusReader(Duration.ofSeconds(5));

    @TempDir
    Path directory;

    @Test
    void errorsOfTheNewColourAreSeenAndThoseOfTheOldOneAreNot() throws IOException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "prometheus"))),
                "skipped: prometheus is not in the PATH");
        try (DemoProcess blue = DemoProcess.start(Map.of("APP_VERSION", "1", "FAIL_RATE", "0"));
                DemoProcess green = DemoProcess.start(Map.of("APP_VERSION", "2", "FAIL_RATE", "0.3"))) {
            int port = DemoProcess.freePort();
            await().atMost(LONG).until(() -> LoadTest.answers(blue) && LoadTest.answers(green));
            Process prometheus = prometheus(port, blue, green);
            try (Load old = new Load(blue.address(), requests());
                    Load fresh = new Load(green.address(), requests())) {
                EffectiveStack stack = stack(port);
                Instant switched = Instant.now();
                await().atMost(LONG).until(() -> verdict(stack, Color.BLUE, switched) == Verdict.GOOD);
                await().atMost(LONG).until(() -> verdict(stack, Color.GREEN, switched) == Verdict.BAD);
                assertThat(verdict(stack, Color.BLUE, switched)).isEqualTo(Verdict.GOOD);
                assertThat(old.report().failed()).isZero();
                assertThat(fresh.report().failed()).isPositive();
            } finally {
                prometheus.destroyForcibly();
            }
            EffectiveStack nobody = stack(DemoProcess.freePort());
            assertThat(look(nobody, Color.GREEN, Instant.now())).isInstanceOf(Reading.Unreachable.class);
        }
    }

    private static LoadShape requests() {
        return new LoadShape(5, 50, 0, 0, Duration.ZERO);
    }

    private static Reading look(EffectiveStack stack, Color live, Instant switched) {
        String address = stack.rollout().monitor().metrics().orElseThrow().prometheus();
        return READER.read(address, new MetricQueries(stack), live, switched);
    }

    private static Verdict verdict(EffectiveStack stack, Color live, Instant switched) {
        Monitor monitor = stack.rollout().monitor();
        return new MetricGate(monitor.metrics().orElseThrow(), monitor.interval(), monitor.failures())
                .judge(Samples.NONE, look(stack, live, switched), Instant.now())
                .verdict();
    }

    private Process prometheus(int port, DemoProcess blue, DemoProcess green) throws IOException {
        Path configuration = directory.resolve("prometheus.yml");
        Files.writeString(configuration, """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                - job_name: notes
                  static_configs:
                  - targets: ['127.0.0.1:%d']
                    labels: {namespace: care, carestack_io_stack: notes, carestack_io_color: blue, app_kubernetes_io_component: web}
                  - targets: ['127.0.0.1:%d']
                    labels: {namespace: care, carestack_io_stack: notes, carestack_io_color: green, app_kubernetes_io_component: web}
                """.formatted(blue.port(), green.port()));
        return new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
    }

    private static EffectiveStack stack(int port) {
        return Defaults.of(Serialization.unmarshal("""
                apiVersion: carestack.io/v1
                kind: CareStack
                metadata: {name: notes, namespace: care, uid: u}
                spec:
                  components: [{name: web, image: 'notes:1', port: 3001, metrics: {}}]
                  rollout: {monitor: {prometheus: 'http://127.0.0.1:%d', minRequests: 10}}
                """.formatted(port), CareStack.class));
    }
}
