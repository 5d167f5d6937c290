package io.carestack.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.api.CareStackStatus.Phase;
import io.carestack.operator.status.ConditionValue.Truth;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StackHealthTest {
    private static final ConditionValue COMPONENTS = ConditionValue.yes("ComponentsReady", "Ready", "3/3");
    private static final ConditionValue NO_DATABASE =
            ConditionValue.no("DatabaseReady", "InstancesStarting", "2 of 3 instances run");
    private static final Problem PROBLEM = new Problem("spec.components[0].image", "is wrong", "write a right one");

    @Test
    void aStackIsReadyWhenAllDomainsAre() {
        StackHealth health = judge(null, List.of(), List.of(COMPONENTS), Optional.empty());

        assertThat(health.phase()).isEqualTo(Phase.Ready);
        assertThat(truth(health, "Ready")).isEqualTo(Truth.True);
        assertThat(truth(health, "Reconciling")).isEqualTo(Truth.False);
        assertThat(truth(health, "Stalled")).isEqualTo(Truth.False);
    }

    @Test
    void theReasonOfTheFirstLackingDomainIsTheReasonOfTheStack() {
        StackHealth health = judge(null, List.of(), List.of(COMPONENTS, NO_DATABASE), Optional.empty());

        assertThat(health.conditions().getFirst().reason()).isEqualTo("InstancesStarting");
        assertThat(health.conditions().getFirst().message()).isEqualTo("2 of 3 instances run");
        assertThat(health.phase()).isEqualTo(Phase.Creating);
    }

    @Test
    void monitoringThatIsNotInstalledDoesNotMakeAStackUnready() {
        StackHealth health = judge(
                null,
                List.of(),
                List.of(COMPONENTS, ConditionValue.no("MonitoringReady", "KindNotInstalled", "no ServiceMonitor")),
                Optional.empty());

        assertThat(health.phase()).isEqualTo(Phase.Ready);
    }

    @Test
    void aPoolerThatIsNotReadyMakesAStackUnready() {
        StackHealth health = judge(
                null,
                List.of(),
                List.of(COMPONENTS, ConditionValue.no("PoolerReady", "PodsStarting", "ready pods of the pooler: 1/2")),
                Optional.empty());

        assertThat(health.conditions().getFirst().message()).isEqualTo("ready pods of the pooler: 1/2");
        assertThat(health.phase()).isEqualTo(Phase.Creating);
    }

    @Test
    void aProblemForAPersonStallsTheStackAndNamesTheFieldAndTheCure() {
        StackHealth health = judge(null, List.of(PROBLEM), List.of(COMPONENTS), Optional.empty());

        assertThat(health.phase()).isEqualTo(Phase.Stalled);
        assertThat(health.conditions().getFirst().message())
                .isEqualTo("spec.components[0].image: is wrong; write a right one");
    }

    @Test
    void reconcilingAndStalledAreNeverTrueTogether() {
        for (boolean paused : new boolean[] {true, false}) {
            for (List<Problem> problems : List.of(List.<Problem>of(), List.of(PROBLEM))) {
                for (Optional<String> unfinished : List.of(Optional.<String>empty(), Optional.of("waits"))) {
                    StackHealth health = StackHealth.of(
                            null,
                            1,
                            paused,
                            false,
                            problems,
                            List.of(COMPONENTS, NO_DATABASE),
                            unfinished,
                            Optional.empty(),
                            Optional.of("release failed"));

                    assertThat(truth(health, "Reconciling") == Truth.True && truth(health, "Stalled") == Truth.True)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void aReadyStackThatLosesSomethingIsDegradedAndNotUpdating() {
        assertThat(judge(status(Phase.Ready, 1), List.of(), List.of(NO_DATABASE), Optional.empty())
                        .phase())
                .isEqualTo(Phase.Degraded);
    }

    @Test
    void aReadyStackWithANewSpecIsUpdating() {
        assertThat(judge(status(Phase.Ready, 0), List.of(), List.of(NO_DATABASE), Optional.empty())
                        .phase())
                .isEqualTo(Phase.Updating);
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void aBlockedFailoverIsDegradedAndNotOnItsWayWhateverWentBefore(Phase before) {
        assertThat(judge(
                                status(before, 0),
                                List.of(),
                                List.of(NO_DATABASE, ConditionValue.yes("FailoverBlocked", "TooFewInstances", "why")),
                                Optional.empty())
                        .phase())
                .isEqualTo(Phase.Degraded);
    }

    @Test
    void aStackAllOfWhoseDomainsHibernateIsAsAskedForAndSaysSo() {
        List<ConditionValue> asleep = List.of(COMPONENTS, ConditionValue.no("DatabaseReady", "Hibernated", "stopped"));

        StackHealth health = health(status(Phase.Updating, 1), 1, true, asleep);

        assertThat(health.phase()).isEqualTo(Phase.Hibernated);
        assertThat(truth(health, "Ready")).isEqualTo(Truth.True);
        assertThat(truth(health, "Reconciling")).isEqualTo(Truth.False);
        assertThat(health(status(Phase.Hibernated, 1), 2, false, asleep).phase())
                .as("awake again")
                .isEqualTo(Phase.Updating);
    }

    @Test
    void aStackThatIsOnItsWayToSleepIsUpdating() {
        StackHealth health = health(
                status(Phase.Ready, 1),
                2,
                true,
                List.of(ConditionValue.no("DatabaseReady", "Hibernating", "written out")));

        assertThat(health.phase()).isEqualTo(Phase.Updating);
        assertThat(truth(health, "Reconciling")).isEqualTo(Truth.True);
    }

    @Test
    void aStackThatServesWhileItIsReleasedIsReadyAndUpdating() {
        StackHealth health = releasing(Optional.of("release a#1 Verifying"), Optional.empty());

        assertThat(health.phase()).isEqualTo(Phase.Updating);
        assertThat(truth(health, "Ready")).isEqualTo(Truth.True);
        assertThat(truth(health, "Reconciling")).isEqualTo(Truth.True);
        assertThat(health.conditions().get(1).message()).isEqualTo("release a#1 Verifying");
    }

    @Test
    void aReleaseThatFailedStallsAStackThatServesNonetheless() {
        StackHealth health = releasing(Optional.empty(), Optional.of("release a#1: ImagePullBackOff"));

        assertThat(health.phase()).isEqualTo(Phase.Stalled);
        assertThat(truth(health, "Ready")).isEqualTo(Truth.True);
        assertThat(truth(health, "Reconciling")).isEqualTo(Truth.False);
        assertThat(truth(health, "Stalled")).isEqualTo(Truth.True);
    }

    @ParameterizedTest
    @EnumSource(Phase.class)
    void aCorrectedStackRecoversFromEveryPhase(Phase before) {
        assertThat(judge(status(before, 1), List.of(), List.of(COMPONENTS), Optional.empty())
                        .phase())
                .isEqualTo(Phase.Ready);
    }

    private static StackHealth judge(
            @Nullable CareStackStatus previous,
            List<Problem> problems,
            List<ConditionValue> domains,
            Optional<String> unfinished) {
        return StackHealth.of(
                previous, 1, false, false, problems, domains, unfinished, Optional.empty(), Optional.empty());
    }

    private static StackHealth health(
            CareStackStatus previous, long generation, boolean hibernate, List<ConditionValue> domains) {
        return StackHealth.of(
                previous,
                generation,
                false,
                hibernate,
                List.of(),
                domains,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static StackHealth releasing(Optional<String> release, Optional<String> failed) {
        return StackHealth.of(
                status(Phase.Ready, 1),
                2,
                false,
                false,
                List.of(),
                List.of(COMPONENTS),
                Optional.empty(),
                release,
                failed);
    }

    private static CareStackStatus status(Phase phase, long generation) {
        return new CareStackStatus(generation, phase, null, null, null, null, null, null, null, null, null, null);
    }

    private static Truth truth(StackHealth health, String type) {
        return health.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow()
                .truth();
    }
}
