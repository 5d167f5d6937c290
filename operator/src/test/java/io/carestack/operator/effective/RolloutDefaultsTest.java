package io.carestack.operator.effective;

import static io.carestack.operator.fixture.Stacks.effective;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.Rollout.OnMetricsUnavailable;
import io.carestack.operator.api.Rollout.Promotion;
import io.carestack.operator.effective.EffectiveRollout.Monitor;
import io.carestack.operator.effective.EffectiveRollout.Period;
import io.carestack.operator.effective.EffectiveRollout.Verification;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutDefaultsTest {
    private static final String COMPONENTS =
            "components: [{name: web, image: 'notes:1', port: 3001}, {name: worker, image: 'worker:1'}]\n";

    private static EffectiveRollout rollout(String yaml) {
        return effective(COMPONENTS + "rollout:\n" + yaml.indent(2)).rollout();
    }

    @Test
    void aStackThatSaysNothingSwitchesByItselfAfterThirtyLooksAtMost() {
        EffectiveRollout rollout = effective(COMPONENTS).rollout();

        assertThat(rollout.promotion()).isEqualTo(Promotion.Automatic);
        assertThat(rollout.verification()).isEqualTo(new Verification(30, Duration.ofSeconds(10), 3));
        assertThat(rollout.monitor())
                .isEqualTo(new Monitor(Duration.ofMinutes(10), Duration.ofSeconds(30), 3, Optional.empty()));
        assertThat(rollout.retireAfter()).isEqualTo(Duration.ofSeconds(30));
        assertThat(rollout.historyLimit()).isEqualTo(10);
        assertThat(rollout.timeZone()).isEqualTo("UTC");
        assertThat(rollout.windows()).isEmpty();
        assertThat(rollout.migration()).isEmpty();
    }

    @Test
    void aMigrationTakesTheImageOfItsComponent() {
        EffectiveRollout.EffectiveMigration migration = rollout(
                        "migration: {component: worker, command: [migrate], backup: {command: [dump]}}")
                .migration()
                .orElseThrow();

        assertThat(migration.image()).isEqualTo("worker:1");
        assertThat(migration.deadline()).isEqualTo(Duration.ofMinutes(10));
        assertThat(migration.backup())
                .contains(new EffectiveRollout.Backup("worker:1", List.of("dump"), Duration.ofMinutes(30)));
        assertThat(rollout("migration: {command: [migrate]}")
                        .migration()
                        .orElseThrow()
                        .component())
                .isEqualTo("web");
    }

    @Test
    void metricsAreAskedForOnlyWithAPrometheus() {
        EffectiveRollout.MetricLimits limits = rollout("monitor: {prometheus: 'http://prometheus:9090/'}")
                .monitor()
                .metrics()
                .orElseThrow();

        assertThat(limits.prometheus()).isEqualTo("http://prometheus:9090");
        assertThat(limits.maxErrorPercent()).isEqualByComparingTo("1");
        assertThat(limits.maxLatency()).isEmpty();
        assertThat(limits.maxLatencyRatio()).isEqualByComparingTo("1.5");
        assertThat(limits.minRequests()).isEqualTo(50);
        assertThat(limits.onUnavailable()).isEqualTo(OnMetricsUnavailable.PodHealthOnly);
    }

    @Test
    void whatWouldBeABusyLoopOrAnEndlessWaitIsBounded() {
        assertThat(rollout("verification: {interval: 0s}").verification().interval())
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(rollout("smokeTests: {http: [{name: health, component: web, within: 2h}]}")
                        .httpTests()
                        .getFirst()
                        .within())
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(rollout("windows: [{name: night, cron: 0 2 * * *, duration: 999h}]")
                        .windows())
                .containsExactly(new Period.Recurring("night", "0 2 * * *", Duration.ofHours(168)));
    }

    @Test
    void durationsAreShownAsTheyAreWritten() {
        assertThat(Durations.text(Durations.parse("1h30m"))).isEqualTo("1h30m");
        assertThat(Durations.text(Durations.parse("90s"))).isEqualTo("1m30s");
        assertThat(Durations.text(Durations.parse("500ms"))).isEqualTo("500ms");
        assertThat(Durations.text(Duration.ZERO)).isEqualTo("0s");
    }
}
