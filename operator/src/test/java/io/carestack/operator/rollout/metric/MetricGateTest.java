package io.carestack.operator.rollout.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.Rollout.OnMetricsUnavailable;
import io.carestack.operator.effective.EffectiveRollout.MetricLimits;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.metric.Reading.Figure;
import io.carestack.operator.rollout.plan.Metrics;
import io.carestack.operator.rollout.plan.Metrics.Verdict;
import io.carestack.operator.rollout.plan.Samples;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MetricGateTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final MetricGate GATE = new MetricGate(
            new MetricLimits(
                    "http://prometheus",
                    BigDecimal.ONE,
                    Optional.of(Duration.ofSeconds(1)),
                    new BigDecimal("1.5"),
                    50,
                    OnMetricsUnavailable.PodHealthOnly),
            Duration.ofSeconds(30),
            3);
    private static final Reading SILENT = new Reading.Unreachable("connection refused");

    private static OptionalDouble some(double number) {
        return OptionalDouble.of(number);
    }

    private static Reading reading(double requests, double errors, double latency, double baseline) {
        return new Reading.Figures(
                Map.of("web", new Figure(some(requests), some(errors), some(latency), some(baseline))));
    }

    private static final Reading GOOD = reading(1000, 1, 0.1, 0.1);
    private static final Reading BAD = reading(1000, 20, 0.1, 0.1);
    private static final Reading QUIET = reading(49, 49, 9, 0.1);

    private static Metrics after(Reading... readings) {
        Metrics metrics = Metrics.NONE;
        for (Reading reading : readings) {
            metrics = GATE.judge(metrics.samples(), reading, NOW);
        }
        return metrics;
    }

    @Test
    void aGoodLookIsGoodAndSaysItsFigures() {
        assertThat(after(GOOD).verdict()).isEqualTo(Verdict.GOOD);
        assertThat(after(GOOD).reason())
                .isEqualTo("web: 0.10% of 1000 requests a minute fail, 99th percentile 0.100 s");
    }

    @Test
    void threeBadLooksInARowAreBad() {
        assertThat(after(BAD, BAD).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(after(BAD, BAD, GOOD, BAD, BAD).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(after(BAD, BAD, BAD).verdict()).isEqualTo(Verdict.BAD);
        assertThat(after(BAD).reason()).isEqualTo("web: 2.00% of the requests fail, more than 1%");
    }

    @Test
    void soManyErrorsThatNobodyWaitsAreBadAtOnce() {
        assertThat(after(reading(1000, 101, 0.1, 0.1)).verdict()).isEqualTo(Verdict.BAD);
        assertThat(after(reading(1000, 100, 0.1, 0.1)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void tooFewRequestsSayNothingAndEndNoRow() {
        assertThat(after(QUIET).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(after(BAD, BAD, QUIET, BAD).verdict()).isEqualTo(Verdict.BAD);
        assertThat(after(QUIET).reason()).isEqualTo("fewer than 50 requests a minute");
    }

    @Test
    void noNumbersSayNothing() {
        assertThat(after(new Reading.Figures(Map.of())).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(after(new Reading.Figures(Map.of(
                                "web",
                                new Figure(
                                        OptionalDouble.empty(),
                                        OptionalDouble.empty(),
                                        OptionalDouble.empty(),
                                        OptionalDouble.empty()))))
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void latencyIsHeldAgainstItsLimitAndAgainstTheOldPods() {
        assertThat(after(reading(1000, 0, 1.001, 1)).reason())
                .isEqualTo("web: the 99th percentile of the time to answer is 1.001 s, above 1.000 s");
        assertThat(after(reading(1000, 0, 0.151, 0.1)).reason())
                .isEqualTo(
                        "web: the 99th percentile of the time to answer is 0.151 s, and was 0.100 s before the switch");
        assertThat(after(reading(1000, 0, 0.149, 0.1)).verdict()).isEqualTo(Verdict.GOOD);
    }

    @Test
    void aFewMillisecondsAreNoDifference() {
        assertThat(after(reading(1000, 0, 0.019, 0.005)).verdict()).isEqualTo(Verdict.GOOD);
    }

    @Test
    void withoutOldPodsThereIsNothingToCompareWith() {
        assertThat(after(new Reading.Figures(
                                Map.of("web", new Figure(some(100), some(0), some(0.9), OptionalDouble.empty()))))
                        .verdict())
                .isEqualTo(Verdict.GOOD);
    }

    @Test
    void oneBadComponentIsEnough() {
        assertThat(after(new Reading.Figures(Map.of(
                                "api", new Figure(some(100), some(50), some(0.1), some(0.1)),
                                "web", new Figure(some(100), some(0), some(0.1), some(0.1)))))
                        .verdict())
                .isEqualTo(Verdict.BAD);
    }

    @Test
    void fourSilencesInARowMeanThatNothingCanBeHad() {
        assertThat(after(GOOD, SILENT, SILENT, SILENT).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(after(SILENT, SILENT, SILENT, SILENT).verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(after(SILENT, SILENT, SILENT, GOOD, SILENT).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(after(SILENT, SILENT, SILENT, SILENT, GOOD).verdict()).isEqualTo(Verdict.GOOD);
    }

    @Test
    void theFirstLookIsAWindowAfterTheSwitchAndTheNextAnIntervalLater() {
        Duration window = Duration.ofMinutes(1);

        assertThat(GATE.isDue(Samples.NONE, NOW, window, NOW.plusSeconds(59))).isFalse();
        assertThat(GATE.isDue(Samples.NONE, NOW, window, NOW.plusSeconds(60))).isTrue();
        Samples one = GATE.judge(Samples.NONE, GOOD, NOW).samples();
        assertThat(GATE.isDue(one, NOW, window, NOW.plusSeconds(29))).isFalse();
        assertThat(GATE.isDue(one, NOW, window, NOW.plusSeconds(30))).isTrue();
        assertThat(GATE.standing(one).verdict()).isEqualTo(Verdict.GOOD);
    }

    @Test
    void questionsNameTheNewColourOnlyAndLookBackOverFourScrapes() {
        MetricQueries queries = new MetricQueries(
                Stacks.effective("components: [{name: web, image: 'notes:1', port: 3001, metrics: {interval: 20s}}]"));

        assertThat(queries.requests(Color.GREEN))
                .isEqualTo("60 * sum by (app_kubernetes_io_component) (rate(http_requests_total{namespace=\"care\","
                        + "carestack_io_stack=\"notes\",carestack_io_color=\"green\"}[1m20s]))");
        assertThat(queries.latencyBefore(Color.BLUE, NOW)).contains("carestack_io_color=\"blue\"}[10m] @ 1795341600");
    }
}
