package io.carestack.operator.rollout.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveRollout.Verification;
import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.Health;
import io.carestack.operator.rollout.plan.Health.Verdict;
import io.carestack.operator.rollout.plan.Probes;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthJudgeTest {
    private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");
    private static final HealthJudge JUDGE = new HealthJudge(new Verification(30, Duration.ofSeconds(10), 3));

    private static Instant at(long seconds) {
        return BEGIN.plusSeconds(seconds);
    }

    private static Health verify(Probes before, long seconds, ColorPods... components) {
        return JUDGE.verify(List.of(components), before, at(seconds));
    }

    /** The second at which pods that stay like this are given up, asked once a second. */
    private static long givenUpAfter(ColorPods component) {
        Probes probes = Probes.NONE;
        for (long second = 0; second < 1000; second++) {
            Health health = verify(probes, second, component);
            if (health.verdict() == Verdict.FAILED) {
                return second;
            }
            probes = health.probes();
        }
        return Long.MAX_VALUE;
    }

    @Test
    void threeGoodLooksInARowAreHealthy() {
        Health first = verify(Probes.NONE, 0, Pods.allReady());
        Health second = verify(first.probes(), 10, Pods.allReady());
        Health third = verify(second.probes(), 20, Pods.allReady());

        assertThat(List.of(first, second, third))
                .extracting(Health::verdict)
                .containsExactly(Verdict.WAITING, Verdict.WAITING, Verdict.HEALTHY);
    }

    @Test
    void eventsBetweenTwoLooksUseNoneUp() {
        Probes probes = verify(Probes.NONE, 0, Pods.allReady()).probes();
        for (int event = 0; event < 100; event++) {
            probes = verify(probes, 5, Pods.allReady()).probes();
        }

        assertThat(probes.done()).isEqualTo(1);
        assertThat(probes.good()).isEqualTo(1);
    }

    @Test
    void aBadLookBeginsTheRowAnew() {
        Probes two = new Probes(2, 2, Optional.of(at(20)), "", Optional.empty());

        Health bad = verify(two, 20, Pods.three(Pods.ready("a"), Pods.ready("b"), Pods.starting("c")));

        assertThat(bad.verdict()).isEqualTo(Verdict.WAITING);
        assertThat(bad.probes().good()).isZero();
        assertThat(bad.reason()).isEqualTo("web green: 2 of 3 pods are ready");
    }

    @Test
    void everyComponentMustBeComplete() {
        ColorPods worker =
                new ColorPods("worker", Color.GREEN, 3, Optional.of(Pods.deployment(2)), List.of(Pods.ready("w")));
        Probes two = new Probes(2, 2, Optional.of(at(20)), "", Optional.empty());

        assertThat(verify(two, 20, Pods.allReady(), worker).verdict()).isEqualTo(Verdict.WAITING);
    }

    @Test
    void aDeploymentThatTheControllerHasNotLookedAtIsNotComplete() {
        ColorPods stale = new ColorPods(
                "web",
                Color.GREEN,
                3,
                Optional.of(new DeploymentBuilder(Pods.deployment(3))
                        .editMetadata()
                        .withGeneration(3L)
                        .endMetadata()
                        .build()),
                List.of(Pods.ready("a"), Pods.ready("b"), Pods.ready("c")));

        assertThat(stale.complete()).isFalse();
    }

    @Test
    void podsThatNeverBecomeReadyAreGivenUpAtTheThirtiethLook() {
        assertThat(givenUpAfter(Pods.three(Pods.ready("a"), Pods.starting("b"), Pods.starting("c"))))
                .isEqualTo(290);
    }

    @Test
    void podsWithoutANodeWaitToTheEnd() {
        assertThat(givenUpAfter(Pods.three(Pods.unschedulable("a")))).isEqualTo(290);
    }

    @Test
    void anImageThatIsNotThereIsGivenUpAfterHalfAMinuteInThePodsWords() {
        ColorPods pods = Pods.three(
                Pods.waiting("a", "ErrImagePull", "manifest unknown: notes:1.4.3"),
                Pods.waiting(
                        "b",
                        "ImagePullBackOff",
                        "Back-off pulling image: ErrImagePull: manifest unknown: notes:1.4.3"));

        assertThat(givenUpAfter(pods)).isEqualTo(30);
        assertThat(verify(new Probes(1, 0, Optional.of(at(99)), "web/image", Optional.of(at(0))), 30, pods)
                        .reason())
                .isEqualTo("web green: ErrImagePull: manifest unknown: notes:1.4.3");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsGivenUpWithinAMinute() {
        assertThat(givenUpAfter(Pods.three(Pods.waiting("a", "ErrImagePull", "i/o timeout"))))
                .isEqualTo(55);
    }

    @Test
    void oneNodeThatCannotPullIsNoReason() {
        assertThat(givenUpAfter(Pods.three(
                        Pods.ready("a"), Pods.ready("b"), Pods.waiting("c", "ImagePullBackOff", "manifest unknown"))))
                .isEqualTo(290);
    }

    @Test
    void aNameThatIsNoImageIsGivenUpAtOnce() {
        assertThat(givenUpAfter(Pods.three(Pods.waiting("a", "InvalidImageName", "couldn't parse"))))
                .isZero();
        assertThat(givenUpAfter(Pods.three(Pods.waiting("a", "ErrImageNeverPull", "never"))))
                .isZero();
    }

    @Test
    void aCrashLoopIsGivenUpAtTheThirdRestartOrTheSecondPod() {
        assertThat(givenUpAfter(Pods.three(Pods.looping("a", 2)))).isEqualTo(290);
        assertThat(givenUpAfter(Pods.three(Pods.looping("a", 3)))).isZero();
        assertThat(givenUpAfter(Pods.three(Pods.looping("a", 1), Pods.looping("b", 1))))
                .isZero();
        assertThat(verify(Probes.NONE, 0, Pods.three(Pods.looping("a", 3))).reason())
                .isEqualTo("web green: CrashLoopBackOff: exit code 3 (Error)");
    }

    @Test
    void theSecondKillForMemoryIsTheLast() {
        assertThat(givenUpAfter(Pods.three(Pods.restarted("a", 1, "OOMKilled", "2026-11-22T10:00:00Z"))))
                .isEqualTo(290);
        assertThat(givenUpAfter(Pods.three(Pods.restarted("a", 2, "OOMKilled", "2026-11-22T10:00:00Z"))))
                .isZero();
        assertThat(givenUpAfter(Pods.three(
                        Pods.restarted("a", 1, "OOMKilled", "2026-11-22T10:00:00Z"),
                        Pods.restarted("b", 1, "OOMKilled", "2026-11-22T10:00:00Z"))))
                .isZero();
    }

    @Test
    void aContainerThatCannotBeMadeIsGivenUpAfterTwoLooks() {
        assertThat(givenUpAfter(
                        Pods.three(Pods.waiting("a", "CreateContainerConfigError", "secret \"keys\" not found"))))
                .isEqualTo(20);
    }

    @Test
    void podsThatAQuotaRefusesAreGivenUpAfterHalfAMinute() {
        ColorPods refused = new ColorPods(
                "web",
                Color.GREEN,
                3,
                Optional.of(new DeploymentBuilder(Pods.deployment(0))
                        .editStatus()
                        .addNewCondition()
                        .withType("ReplicaFailure")
                        .withStatus("True")
                        .withReason("FailedCreate")
                        .withMessage("pods \"notes-web-green-x\" is forbidden: exceeded quota: team")
                        .endCondition()
                        .endStatus()
                        .build()),
                List.of());

        assertThat(givenUpAfter(refused)).isEqualTo(30);
        assertThat(verify(Probes.NONE, 0, refused).probes().trouble()).isEqualTo("web/admission");
    }

    @Test
    void troubleThatPassesBeginsAnewWhenItComesBack() {
        ColorPods bad = Pods.three(Pods.waiting("a", "ErrImagePull", "not found"));
        Probes noted = verify(Probes.NONE, 0, bad).probes();
        Probes passed = verify(noted, 20, Pods.three(Pods.starting("a"))).probes();

        assertThat(verify(passed, 31, bad).verdict()).isEqualTo(Verdict.WAITING);
    }

    @Test
    void whatIsHealthyAndHeldDoesNotUseItsLooksUp() {
        Probes probes = Probes.NONE;
        Health health = Health.UNKNOWN;
        for (int look = 0; look < 1000; look++) {
            health = verify(probes, look * 10L, Pods.allReady());
            probes = health.probes();
        }

        assertThat(health.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(verify(probes, 10_000, Pods.three(Pods.ready("a"))).verdict())
                .isEqualTo(Verdict.WAITING);
    }

    @Test
    void underTrafficACrashLoopFailsAtOnce() {
        assertThat(watch(Probes.NONE, 0, Pods.three(Pods.ready("a"), Pods.ready("b"), Pods.looping("c", 1)))
                        .verdict())
                .isEqualTo(Verdict.FAILED);
    }

    @Test
    void underTrafficTheSecondRestartFailsUnlessItWasBefore() {
        assertThat(watch(
                                Probes.NONE,
                                60,
                                Pods.three(
                                        Pods.restarted("a", 2, "Error", at(30).toString()),
                                        Pods.ready("b"),
                                        Pods.ready("c")))
                        .verdict())
                .isEqualTo(Verdict.FAILED);
        assertThat(watch(
                                Probes.NONE,
                                60,
                                Pods.three(
                                        Pods.restarted("a", 2, "Error", at(-30).toString()),
                                        Pods.ready("b"),
                                        Pods.ready("c")))
                        .verdict())
                .isNotEqualTo(Verdict.FAILED);
    }

    @Test
    void underTrafficNoReadyPodFailsAtOnce() {
        Health health = watch(Probes.NONE, 0, Pods.three(Pods.starting("a")));

        assertThat(health.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(health.reason()).isEqualTo("web green: no pod is ready");
    }

    @Test
    void underTrafficTooFewReadyPodsFailAfterHalfAMinute() {
        ColorPods two = Pods.three(Pods.ready("a"), Pods.ready("b"), Pods.starting("c"));
        Health first = watch(Probes.NONE, 0, two);

        assertThat(first.verdict()).isEqualTo(Verdict.WAITING);
        assertThat(watch(first.probes(), 29, two).verdict()).isEqualTo(Verdict.WAITING);
        Health last = watch(first.probes(), 30, two);
        assertThat(last.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(last.reason()).isEqualTo("web green: readiness was lost; only 2 of 3 pods are ready");
    }

    @Test
    void aNodeThatIsDrainedIsNoFaultOfTheRelease() {
        assertThat(watch(Probes.NONE, 0, Pods.three(Pods.ready("a"), Pods.ready("b"), Pods.disrupted("c")))
                        .verdict())
                .isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void podsOfATemplateThatWasOvertakenDoNotCount() {
        ReplicaSet newest = replicaSet("new", "7");
        ReplicaSet older = replicaSet("old", "6");

        ColorPods pods = ColorPods.newest(
                "web",
                Color.GREEN,
                3,
                Optional.of(Pods.deployment(1)),
                List.of(older, newest),
                List.of(Pods.of(Pods.looping("a", 9), "old"), Pods.of(Pods.ready("b"), "new")));

        assertThat(pods.pods()).extracting(pod -> pod.getMetadata().getName()).containsExactly("b");
        assertThat(verify(Probes.NONE, 0, pods).verdict()).isEqualTo(Verdict.WAITING);
    }

    private static ReplicaSet replicaSet(String template, String revision) {
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName("notes-web-green-" + template)
                .addToLabels("pod-template-hash", template)
                .addToAnnotations("deployment.kubernetes.io/revision", revision)
                .endMetadata()
                .build();
    }

    private static Health watch(Probes before, long seconds, ColorPods... components) {
        return JUDGE.watch(List.of(components), before, at(seconds), BEGIN);
    }
}
