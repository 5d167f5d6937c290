package io.carestack.operator.rollout.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.fixture.Memories;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReleaseMetricsTest {
    private static final Owner NOTES = new Owner("care", "notes", "uid-1");
    private static final Revision ONE = new Revision("one", Color.BLUE);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ReleaseMetrics metrics = new ReleaseMetrics(registry);

    @Test
    void thePhaseOfAStackIsOneOfItsSeries() {
        metrics.saw(NOTES, Memories.stable(ONE), false);
        metrics.saw(NOTES, releasing(Phase.Monitoring), true);

        assertThat(registry.scrape())
                .contains("carestack_release_phase{phase=\"Monitoring\",stack=\"notes\",stack_namespace=\"care\"} 1.0")
                .contains("carestack_release_phase{phase=\"Stable\",stack=\"notes\",stack_namespace=\"care\"} 0.0")
                .contains("carestack_release_failed{stack=\"notes\",stack_namespace=\"care\"} 1.0");
    }

    @Test
    void whatBecomesOfReleasesIsCountedFromZero() {
        metrics.saw(NOTES, Memories.stable(ONE), false);
        assertThat(registry.scrape()).contains(count("stable", "0.0"), count("rolled_back", "0.0"));

        metrics.moved(NOTES, releasing(Phase.Retiring), Memories.stable(ONE), NOON);

        assertThat(registry.scrape()).contains(count("stable", "1.0"), count("failed", "0.0"));
    }

    @Test
    void aSwitchIsTimedFromItsDecisionToItsEnd() {
        metrics.moved(NOTES, releasing(Phase.SmokeTesting), releasing(Phase.Switching), NOON);
        metrics.moved(NOTES, releasing(Phase.Switching), releasing(Phase.Monitoring), NOON.plusSeconds(3));
        metrics.moved(NOTES, releasing(Phase.Switching), releasing(Phase.Monitoring), NOON.plusSeconds(9));

        assertThat(registry.scrape())
                .contains("carestack_release_switch_duration_seconds_count 1")
                .contains("carestack_release_switch_duration_seconds_sum 3.0")
                .contains("carestack_release_switch_duration_seconds_bucket{le=\"5.0\"} 1");
    }

    @Test
    void aStackThatIsGoneHasNoSeries() {
        metrics.saw(NOTES, Memories.stable(ONE), false);
        metrics.forget("uid-1");

        assertThat(registry.scrape()).doesNotContain("notes");
    }

    private static String count(String result, String value) {
        return "carestack_releases_total{result=\"%s\",stack=\"notes\",stack_namespace=\"care\"} %s"
                .formatted(result, value);
    }

    private static RolloutMemory releasing(Phase phase) {
        return Memories.releasing(phase, ONE, "two");
    }
}
