package io.carestack.operator.rollout.plan;

import static io.carestack.operator.rollout.plan.ReleaseFixture.NOW;
import static io.carestack.operator.rollout.plan.ReleaseFixture.component;
import static io.carestack.operator.rollout.plan.ReleaseFixture.deployment;
import static io.carestack.operator.rollout.plan.ReleaseFixture.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.kube.Color;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Single decisions; what they amount to together is searched by {@link SmallSearchTest}. */
class RolloutPlannerTest {
    private static final RolloutStep REST = new RolloutStep.Rest();
    private final ReleaseFixture release = new ReleaseFixture();

    @Test
    void aNewStackIsStableAsItIsAskedFor() {
        release.memory = RolloutMemory.NOTHING;
        release.api = worker("api", Optional.empty());
        release.web = worker("web", Optional.empty());
        RolloutMemory first = next(release.plan());
        assertThat(first.phase()).isEqualTo(Phase.Stable);
        assertThat(first.stable()).contains(new Revision("H2", Color.BLUE));
    }

    @Test
    void anotherRevisionOfTheSpecBeginsAnAttempt() {
        RolloutMemory begun = next(release.plan());
        assertThat(begun.phase()).isEqualTo(Phase.Pending);
        assertThat(begun.target().map(Target::id)).contains("H2#1");
    }

    @Test
    void aRevisionThatFailedIsTriedAgainOnCommandOnly() {
        release.memory = release.memory
                .changed()
                .failed(List.of(new Failure("H2", 4, Failure.Reason.FAILED, "")))
                .attempts(4)
                .done();
        assertThat(release.plan()).isEqualTo(REST);
        release.commands = commands(Optional.empty(), Optional.of("H2#3"));
        assertThat(release.plan()).as("a command of an attempt before").isEqualTo(REST);
        release.commands = commands(Optional.empty(), Optional.of("H2#4"));
        assertThat(next(release.plan()).target().map(Target::id)).contains("H2#5");
    }

    @Test
    void anOldCommandInTheSpecDoesNotEndALaterAttempt() {
        release.commands = commands(Optional.of("H1"), Optional.empty());
        RolloutMemory begun = next(release.plan());
        release.memory = begun;
        assertThat(next(release.plan()).phase()).isEqualTo(Phase.Building);
    }

    @Test
    void aCommandToRollBackBeforeTheSwitchAborts() {
        release.in(Phase.Verifying).built(Color.BLUE);
        release.commands = commands(Optional.of("H1"), Optional.empty());
        RolloutMemory aborting = next(release.plan());
        assertThat(aborting.phase()).isEqualTo(Phase.Aborting);
        assertThat(aborting.ending().map(Failure::reason)).contains(Failure.Reason.ROLLED_BACK);
    }

    @Test
    void aRevisionOfTheHistoryIsRestoredWithoutMigrationOrApproval() {
        release.spec = "H1";
        release.manual = true;
        release.migrates = true;
        release.memory = release.memory.changed().history(List.of("H3")).done();
        release.commands = commands(Optional.of("H3#once"), Optional.empty());
        release.memory = next(release.plan());
        assertThat(release.memory.target()).contains(new Target("H3", 1, "H1", true));
        assertThat(next(release.plan()).phase()).isEqualTo(Phase.Building);
    }

    @Test
    void aClosedWindowHoldsABeginningUntilItOpens() {
        release.in(Phase.Pending);
        release.gates = new Gates(Gate.closedUntil(NOW.plusSeconds(60), "closed until 2 am"), Gate.OPEN, Gate.OPEN);
        assertThat(release.plan())
                .isEqualTo(new RolloutStep.Wait("Waiting", "closed until 2 am", Optional.of(NOW.plusSeconds(60))));
    }

    @Test
    void theNewColourIsBuiltInTheSizeOfTheLiveOneNotOfTheMinimum() {
        release.in(Phase.Building);
        assertThat(release.plan()).isEqualTo(new RolloutStep.Apply("api", Color.GREEN, "H2", 3, Optional.empty()));
    }

    @Test
    void aTemplateThatHandsChangedIsBuiltAndVerifiedAgain() {
        release.in(Phase.AwaitingApproval).built(Color.BLUE);
        release.web = component(
                "web", Color.BLUE, deployment("H1", 2), Optional.of(new DeploymentSeen("H2", true, 2, 2, 0, "")));
        assertThat(next(release.plan()).phase()).isEqualTo(Phase.Building);
    }

    @Test
    void podsThatWillNotBecomeHealthyAbortWithTheirOwnWords() {
        release.in(Phase.Verifying).built(Color.BLUE);
        release.health = new Health(Health.Verdict.FAILED, "ImagePullBackOff: notes:1.4.3", Probes.NONE);
        assertThat(next(release.plan()).ending().map(Failure::message)).contains("ImagePullBackOff: notes:1.4.3");
    }

    @Test
    void whatTheJudgeWantsToRememberIsWrittenOnce() {
        release.in(Phase.Verifying).built(Color.BLUE);
        Probes probes = new Probes(1, 1, Optional.of(NOW.plusSeconds(10)), "", Optional.empty());
        release.health = new Health(Health.Verdict.WAITING, "", probes);
        release.memory = next(release.plan());
        assertThat(release.memory.probes()).isEqualTo(probes);
        assertThat(release.plan()).isEqualTo(new RolloutStep.Wait("Verifying", "", Optional.of(NOW.plusSeconds(10))));
    }

    @Test
    void anApprovalNamesTheAttempt() {
        release.in(Phase.AwaitingApproval).built(Color.BLUE);
        release.manual = true;
        release.commands = new Commands(Optional.of("H2#2"), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(release.plan()).isInstanceOf(RolloutStep.Wait.class);
        release.commands = new Commands(Optional.of("H2#1"), Optional.empty(), Optional.empty(), Optional.empty());
        RolloutMemory switching = next(release.plan());
        assertThat(switching.phase()).isEqualTo(Phase.Switching);
        assertThat(switching.epoch()).isEqualTo(1);
    }

    @Test
    void aReleaseThatIsLeftToTheOperatorWaitsForNobodyAnyMore() {
        release.in(Phase.AwaitingApproval).built(Color.BLUE);
        assertThat(next(release.plan()).phase()).isEqualTo(Phase.Switching);
    }

    @Test
    void aComponentThatOnlyTheTargetHasGetsItsServiceWithTheSwitch() {
        release.in(Phase.Switching).built(Color.GREEN);
        release.web = new ComponentSeen(
                "web",
                true,
                Set.of(Color.GREEN),
                2,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(deployment("H2", 2)),
                Set.of());
        assertThat(release.plan()).isEqualTo(new RolloutStep.Recreate("web", Color.GREEN, 0));
    }

    @Test
    void aComponentThatTheTargetDropsStaysUntilTheOldColourRetires() {
        release.built(Color.GREEN);
        release.web = new ComponentSeen(
                "web",
                true,
                Set.of(Color.BLUE),
                2,
                true,
                Optional.of(new ServiceSeen(Color.BLUE, Optional.empty(), 0, "")),
                Optional.empty(),
                Optional.of(deployment("H1", 2)),
                Optional.empty(),
                Set.of(Color.BLUE));
        release.in(Phase.Monitoring);
        assertThat(release.plan()).isInstanceOf(RolloutStep.Wait.class);
        release.in(Phase.Retiring);
        release.api = component("api", Color.GREEN, deployment("H1", 0), Optional.of(deployment("H2", 3)));
        release.memory = release.memory
                .changed()
                .step(4)
                .sizes(Map.of("api", 3))
                .due(Optional.of(NOW))
                .done();
        assertThat(release.plan()).isEqualTo(new RolloutStep.Scale("web", Color.BLUE, 0, "H1-version"));
    }

    @Test
    void bothDeploymentsAreFencedBeforeTheFirstServiceIsSwitched() {
        release.in(Phase.Switching).built(Color.BLUE);
        release.memory = release.memory
                .turned()
                .changed()
                .sizes(Map.of("api", 3, "web", 2))
                .done();
        assertThat(release.plan()).isEqualTo(new RolloutStep.Fence("api", Color.GREEN, 1));
        release.api = fenced(release.api, 3);
        assertThat(release.plan()).isEqualTo(new RolloutStep.Fence("web", Color.GREEN, 1));
        release.web = fenced(release.web, 2);
        assertThat(release.plan())
                .isEqualTo(new RolloutStep.Select("api", Color.GREEN, Optional.empty(), 1, "api-service"));
    }

    @Test
    void aFailoverBeforeTheSwitchHoldsItAndItsClocks() {
        release.in(Phase.Switching).built(Color.BLUE);
        release.gates = new Gates(Gate.OPEN, Gate.closed("fails over"), Gate.OPEN);
        RolloutMemory held = next(release.plan());
        assertThat(held.heldSince()).contains(NOW);
        assertThat(held.epoch()).isEqualTo(1);
        release.gates = Gates.OPEN;
        release.memory =
                held.changed().heldSince(Optional.of(NOW.minusSeconds(100))).done();
        assertThat(next(release.plan()).deadline()).contains(NOW.plusSeconds(400));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"Switching", "Monitoring", "Retiring"})
    void afterTheSwitchAPauseDoesNotHoldAWayBack(Phase phase) {
        release.in(phase).built(Color.GREEN);
        release.paused = true;
        release.commands = new Commands(Optional.empty(), Optional.of("H2#1"), Optional.empty(), Optional.empty());
        assertThat(next(release.plan()).phase()).isEqualTo(Phase.RollingBack);
    }

    @Test
    void aChangeOfTheSpecWhileMonitoringWaitsForItsTurn() {
        release.in(Phase.Monitoring).built(Color.GREEN);
        release.spec = "H3";
        assertThat(release.plan()).isInstanceOf(RolloutStep.Wait.class);
    }

    @Test
    void goingBackToTheStableRevisionWhileMonitoringIsARollback() {
        release.in(Phase.Monitoring).built(Color.GREEN);
        release.spec = "H1";
        RolloutMemory back = next(release.plan());
        assertThat(back.phase()).isEqualTo(Phase.RollingBack);
        assertThat(back.ending().map(Failure::reason)).contains(Failure.Reason.REVERTED);
    }

    @ParameterizedTest
    @EnumSource(Metrics.Unavailable.class)
    void metricsThatCannotBeHadDoWhatTheSpecSays(Metrics.Unavailable policy) {
        release.in(Phase.Monitoring).built(Color.GREEN);
        release.unavailable = policy;
        release.metrics = new Metrics(Metrics.Verdict.UNREACHABLE, "refused", Samples.NONE);
        RolloutStep step = release.plan();
        switch (policy) {
            case POD_HEALTH_ONLY -> assertThat(step).isInstanceOf(RolloutStep.Wait.class);
            case ROLLBACK -> assertThat(next(step).phase()).isEqualTo(Phase.RollingBack);
            case HOLD -> assertThat(next(step).heldSince()).contains(NOW);
        }
    }

    @Test
    void aRetiringColourGoesInStepsAndOnlyWhenNothingReachesIt() {
        release.in(Phase.Retiring).built(Color.GREEN);
        release.memory = release.memory
                .changed()
                .step(1)
                .sizes(Map.of("api", 3, "web", 2))
                .due(Optional.of(NOW))
                .done();
        assertThat(release.plan()).isEqualTo(new RolloutStep.Scale("api", Color.BLUE, 2, "H1-version"));
        release.api = new ComponentSeen(
                "api",
                true,
                Set.of(Color.values()),
                2,
                true,
                release.api.service(),
                Optional.empty(),
                release.api.blue(),
                release.api.green(),
                Set.of(Color.BLUE, Color.GREEN));
        assertThat(release.plan()).isInstanceOf(RolloutStep.Wait.class);
    }

    @Test
    void aRollbackFromNothingReadyDoesNotWaitForSize() {
        release.in(Phase.RollingBack);
        release.api = component("api", Color.GREEN, deployment("H1", 3, 1), Optional.of(deployment("H2", 3, 0)));
        release.web = component("web", Color.GREEN, deployment("H1", 2), Optional.of(deployment("H2", 2)));
        assertThat(release.plan())
                .isEqualTo(new RolloutStep.Select("api", Color.BLUE, Optional.empty(), 0, "api-service"));
    }

    @Test
    void whenTheOldColourDoesNotComeBackTheNewOneGoesOnServing() {
        release.in(Phase.RollingBack);
        release.api = component("api", Color.GREEN, deployment("H1", 3, 0), Optional.of(deployment("H2", 3)));
        release.web = component("web", Color.GREEN, deployment("H1", 2, 0), Optional.of(deployment("H2", 2)));
        release.memory = release.memory.changed().deadline(Optional.of(NOW)).done();
        assertThat(next(release.plan()).phase()).isEqualTo(Phase.Degraded);
        release.in(Phase.Degraded);
        release.commands = commands(Optional.empty(), Optional.of("H2#1"));
        assertThat(next(release.plan()).phase()).as("a person accepts it").isEqualTo(Phase.Monitoring);
    }

    @Test
    void aStatusThatIsLostBesideMarkedObjectsIsNotAnInstallation() {
        release.built(Color.GREEN);
        Marks marks = new Marks(new Revision("H1", Color.BLUE), Optional.of(ReleaseFixture.SECOND), 7, 1);
        RolloutObservation seen = new RolloutObservation(
                new Wanted(
                        "H2",
                        new Commands(Optional.of("H2#1"), Optional.empty(), Optional.empty(), Optional.empty()),
                        false,
                        true,
                        false,
                        Set.of(),
                        Metrics.Unavailable.POD_HEALTH_ONLY,
                        new Wanted.Times(
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO,
                                Duration.ZERO),
                        Traffic.SELECTOR,
                        5),
                Gates.OPEN,
                Health.UNKNOWN,
                Metrics.NONE,
                Map.of(),
                false,
                false,
                Set.of(),
                Optional.of(marks),
                true,
                List.of(release.api, release.web));
        RolloutMemory found = next(RolloutPlanner.plan(seen, RolloutMemory.NOTHING, NOW));
        assertThat(found.phase()).isEqualTo(Phase.RollingBack);
        assertThat(found.epoch()).isEqualTo(8);
        assertThat(found.seen().approve()).as("the approval is not inherited").contains("H2#1");
    }

    @Test
    void aMigrationWaitsForOneThatNeverBecameStable() {
        release.in(Phase.Pending);
        release.migrates = true;
        release.memory = release.memory.touched("H3", true);
        assertThat(release.plan())
                .isInstanceOfSatisfying(
                        RolloutStep.Wait.class,
                        wait -> assertThat(wait.reason()).isEqualTo("SchemaAhead"));
        release.compatibleWith = Set.of("H1");
        assertThat(next(release.plan()).phase()).isEqualTo(Phase.Migrating);
    }

    @Test
    void aChangedReplicaCountIsAppliedInTheMiddleOfARelease() {
        release.in(Phase.Verifying).built(Color.BLUE);
        release.web = new ComponentSeen(
                "web",
                true,
                Set.of(Color.values()),
                5,
                false,
                release.web.service(),
                Optional.empty(),
                release.web.blue(),
                release.web.green(),
                Set.of(Color.BLUE));
        assertThat(release.plan()).isEqualTo(new RolloutStep.Scale("web", Color.BLUE, 5, "H1-version"));
    }

    private static Commands commands(Optional<String> rollbackTo, Optional<String> retry) {
        return new Commands(Optional.empty(), Optional.empty(), rollbackTo, retry);
    }

    private static ComponentSeen worker(String name, Optional<DeploymentSeen> blue) {
        return new ComponentSeen(
                name,
                false,
                Set.of(Color.values()),
                1,
                false,
                Optional.empty(),
                Optional.empty(),
                blue,
                Optional.empty(),
                Set.of());
    }

    private static ComponentSeen fenced(ComponentSeen component, int replicas) {
        return new ComponentSeen(
                component.name(),
                true,
                Set.of(Color.values()),
                2,
                true,
                component.service(),
                Optional.empty(),
                component.blue(),
                Optional.of(new DeploymentSeen("H2", false, replicas, replicas, 1, "")),
                component.routed());
    }
}
