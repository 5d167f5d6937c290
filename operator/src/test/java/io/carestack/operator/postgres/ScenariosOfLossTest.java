package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static io.carestack.operator.postgres.LocalStack.SECOND;
import static io.carestack.operator.postgres.LocalStack.THIRD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Primaries that are lost, and what is on their disks; {@code docs/postgres-scenarios.md} has all scenarios. */
@RealPostgres(programs = "/usr/sbin/iptables")
class ScenariosOfLossTest {
    @Test
    void scenario01WhenThePrimarysContainerEndsAnotherInstanceTakesOverAtOnceAndTheOldOneFollows() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            scene.stack().container(FIRST).kill();
            String primary = scene.takenOver();
            scene.rows().write(primary);
            scene.stack().untilConverged();
            assertThat(scene.standby(FIRST)).isTrue();
            assertThat(scene.memory().term()).isEqualTo(3);
            assertThat(scene.stack().kubernetes.roles())
                    .containsEntry(FIRST, "replica")
                    .containsEntry(primary, "primary");
            assertThat(scene.rows().missing(FIRST)).isEmpty();
        }
    }

    @Test
    void scenario02AfterTheDeletionOfThePrimarysPodTheReplicaTakesOverThatHasEveryAcknowledgedRow() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            scene.stack().hold(SECOND);
            for (int row = 0; row < 20; row++) {
                scene.rows().write(FIRST);
            }
            scene.stack().delete(FIRST);
            scene.stack().release(SECOND);
            assertThat(scene.takenOver()).as("the other one lacks rows").isEqualTo(THIRD);
            assertThat(scene.rows().missing(THIRD)).isEmpty();
            scene.rows().write(THIRD);
            scene.stack().release(FIRST);
            scene.stack().untilConverged();
            for (String instance : List.of(FIRST, SECOND, THIRD)) {
                assertThat(scene.rows().missing(instance)).as(instance).isEmpty();
            }
        }
    }

    @Test
    void scenario03WhenTheNodeOfThePrimaryIsOffItsReplicasAreTheEvidenceAndItsPodIsLeftAlone() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            scene.stack().pods.unheard(FIRST);
            try (Cut off = scene.cut(FIRST)) {
                scene.stack().hold(FIRST);
                scene.takenOver();
            }
            scene.rows().write(scene.memory().primary().orElseThrow());
            scene.stack()
                    .until(
                            "told",
                            result -> String.valueOf(
                                            result.status().orElseThrow().lastFailover())
                                    .contains("2 of its 2 replicas hear nothing from it"));
            assertThat(scene.stack().replaced())
                    .as("nobody deletes a pod whose node may still run it")
                    .isEmpty();
        }
    }

    @Test
    void scenario15APrimaryOfWhichOnlyTheSendersLiveIsCutOffAndNotWaitedFor() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            scene.stack().container(FIRST).freezeAllBut("walsender");
            scene.stack().pods.unready(FIRST);
            String primary = scene.takenOver();
            scene.rows().write(primary);
            assertThat(scene.rows().missing(primary)).isEmpty();
            scene.stack().container(FIRST).thaw();
            scene.stack().release(FIRST);
            scene.stack().until("it follows", result -> result.lookAgain().isEmpty() && scene.standby(FIRST));
            assertThat(scene.rows().missing(FIRST)).isEmpty();
        }
    }

    @Test
    void scenario16WhenTheDiskOfThePrimaryHangsForHalfAMinuteAnotherInstanceTakesOver() throws Exception {
        try (Scene scene = Scene.of(new LocalStack("instances: 3").withVolumes(LocalContainer::ownDisk))) {
            LocalContainer first = scene.stack().container(FIRST);
            first.stallDisk();
            try {
                assertThat(scene.rows().written(FIRST)).isFalse();
                String primary = scene.takenOver();
                scene.rows().write(primary);
                assertThat(scene.rows().missing(primary)).isEmpty();
            } finally {
                first.resumeDisk();
            }
            scene.stack().until("it follows", result -> result.lookAgain().isEmpty() && scene.standby(FIRST));
            assertThat(scene.rows().missing(FIRST)).isEmpty();
        }
    }

    @Test
    void scenario18WhenAllPodsRestartTheFurthestOneIsPromotedInANewTerm() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            scene.stack().hold(SECOND);
            scene.rows().write(FIRST);
            scene.stack().hold(FIRST);
            scene.stack().hold(THIRD);
            assertThat(scene.stack().pass().conditions().getFirst().reason()).isEqualTo("PrimaryUnreachable");
            List.of(FIRST, SECOND, THIRD).forEach(scene.stack()::release);
            scene.stack().untilConverged();
            String primary = scene.memory().primary().orElseThrow();
            assertThat(scene.memory().term()).isGreaterThan(2);
            scene.rows().write(primary);
            scene.stack().untilConverged();
            assertThat(scene.rows().missing(primary)).isEmpty();
            assertThat(scene.rows().missing(SECOND)).isEmpty();
        }
    }
}
