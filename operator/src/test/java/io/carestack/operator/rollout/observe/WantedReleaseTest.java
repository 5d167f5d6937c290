package io.carestack.operator.rollout.observe;

import static io.carestack.operator.rollout.observe.ObservedRelease.ONE;
import static io.carestack.operator.rollout.observe.ObservedRelease.hash;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.fixture.Memories;
import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.Metrics.Unavailable;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.Wanted;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WantedReleaseTest {
    private static final RolloutMemory STABLE = Memories.stable(new Revision("h0", Color.BLUE));

    @Test
    void aStackThatIsPausedOrHibernatesPausesItsReleases() {
        assertThat(wanted(ONE).paused()).isFalse();
        assertThat(wanted("paused: true\n" + ONE).paused()).isTrue();
        assertThat(wanted("hibernate: true\n" + ONE).paused()).isTrue();
        assertThat(wanted(ONE + "\nrollout: {paused: true}").paused()).isTrue();
    }

    @Test
    void whatAPersonOrdersIsPassedOn() {
        Wanted wanted = wanted(ONE + "\nrollout: {promotion: Manual, approve: 'a#1', abort: 'b#2', retry: 'c#3'}");

        assertThat(wanted.manual()).isTrue();
        assertThat(wanted.commands().approve()).contains("a#1");
        assertThat(wanted.commands().abort()).contains("b#2");
        assertThat(wanted.commands().retry()).contains("c#3");
        assertThat(wanted.commands().rollbackTo()).isEqualTo(Optional.empty());
    }

    @Test
    void withoutMetricsTheHealthOfPodsDecides() {
        assertThat(wanted(ONE).unavailable()).isEqualTo(Unavailable.POD_HEALTH_ONLY);
        assertThat(wanted(ONE).migrates()).isFalse();
    }

    @Test
    void aMigrationMayTakeAsLongAsItsJobsAndABitToSeeThem() {
        Wanted.Times without = wanted(ONE).times();
        Wanted with = wanted(
                ONE
                        + "\nrollout: {migration: {command: [migrate], deadline: 20m, backup: {command: [dump], deadline: 5m}}}");

        assertThat(with.migrates()).isTrue();
        assertThat(with.times().migrating()).isEqualTo(without.migrating().plus(Duration.ofMinutes(25)));
    }

    @Test
    void theSpecsReleaseIsWantedWhenItIsKept() {
        assertThat(wanted(ONE).hash()).isEqualTo(hash(ONE));
        assertThat(WantedRelease.of(new ObservedRelease(ONE).context(), STABLE).hash())
                .isEqualTo("h0");
        assertThat(WantedRelease.of(new ObservedRelease(ONE).context(), RolloutMemory.NOTHING)
                        .hash())
                .isEqualTo(hash(ONE));
    }

    private static Wanted wanted(String spec) {
        return WantedRelease.of(new ObservedRelease(spec).keeping(spec).context(), STABLE);
    }
}
