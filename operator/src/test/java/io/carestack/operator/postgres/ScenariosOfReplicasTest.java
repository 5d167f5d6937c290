package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static io.carestack.operator.postgres.LocalStack.SECOND;
import static io.carestack.operator.postgres.LocalStack.THIRD;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Replicas that replay late, are away for long, or have taken another way; {@code docs/postgres-scenarios.md} has all scenarios. */
@RealPostgres(programs = "/usr/sbin/iptables")
class ScenariosOfReplicasTest {
    private static final String INCARNATION = "SELECT current_setting('carestack.incarnation')";

    /** The old primary's senders live, so that a receiver that is not ended goes on. */
    @Test
    void scenario14AReplicaWhoseReplayIsPausedIsCutOffAndCountsWhenItHasReplayedEverything() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            scene.stack().query(SECOND, "SELECT pg_wal_replay_pause()");
            scene.rows().write(FIRST);
            scene.stack().container(FIRST).freezeAllBut("walsender");
            scene.stack().pods.unready(FIRST);
            scene.untilReason("Replaying");
            assertThat(scene.answers(SECOND, "SELECT count(*) FROM pg_stat_wal_receiver", "0"))
                    .as("a reload would not have ended its receiver")
                    .isTrue();
            assertThat(scene.stack().pass().conditions().getFirst().reason()).isEqualTo("Replaying");
            assertThat(scene.memory().candidate()).isEmpty();
            scene.stack().query(SECOND, "SELECT pg_wal_replay_resume()");
            String primary = scene.takenOver();
            scene.rows().write(primary);
            assertThat(scene.rows().missing(primary)).isEmpty();
        }
    }

    @Test
    void scenario19AReplicaThatIsAwayForLongBlocksNobodyAndIsClonedWhenItsSlotIsLost() throws Exception {
        String limits = "{max_slot_wal_keep_size: 64MB, wal_keep_size: 16MB, max_wal_size: 64MB, min_wal_size: 32MB}";
        try (Scene scene = Scene.of("{instances: 3, parameters: " + limits + "}")) {
            String incarnation = scene.stack().query(SECOND, INCARNATION);
            scene.stack().hold(SECOND);
            for (int segment = 0; segment < 10; segment++) {
                scene.rows().write(FIRST);
                scene.stack().query(FIRST, "SELECT pg_switch_wal()");
            }
            scene.stack().run(FIRST, "CHECKPOINT");
            assertThat(scene.stack()
                            .query(
                                    FIRST,
                                    "SELECT wal_status FROM pg_replication_slots WHERE slot_name = 'carestack_1'"))
                    .isEqualTo("lost");
            scene.stack().release(SECOND);
            scene.stack().untilConverged();
            assertThat(scene.stack().query(SECOND, INCARNATION)).isNotEqualTo(incarnation);
            assertThat(scene.rows().missing(SECOND)).isEmpty();
            assertThat(scene.memory().term()).isEqualTo(2);
        }
    }

    /** A person has promoted an instance without the newest row, which a replica has. */
    @Test
    void scenario22AReplicaWithAnotherHistoryIsRewoundAndFollows() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            LocalStack stack = scene.stack();
            String incarnation = stack.query(SECOND, INCARNATION);
            stack.hold(THIRD);
            stack.run(FIRST, "INSERT INTO kept VALUES (-1)");
            stack.hold(FIRST);
            stack.hold(SECOND);
            stack.release(THIRD);
            scene.untilReason("FailoverBlocked");
            stack.spec("{instances: 3, failover: {forcePromote: {instance: notes-postgres-2, term: 3}}}");
            assertThat(scene.takenOver()).isEqualTo(THIRD);
            stack.release(SECOND);
            stack.until(
                    "it follows",
                    result -> scene.answers(
                            THIRD,
                            "SELECT string_agg(application_name || ' ' || sync_state, ',') FROM pg_stat_replication",
                            SECOND + "_t3 quorum"));
            assertThat(stack.container(SECOND).log()).contains("rewinding to " + THIRD);
            assertThat(stack.query(SECOND, INCARNATION)).isEqualTo(incarnation);
            stack.run(THIRD, "INSERT INTO kept VALUES (2)");
            assertThat(stack.query(SECOND, "SELECT count(*) FROM kept WHERE id = -1"))
                    .isEqualTo("0");
            assertThat(scene.standby(SECOND)).isTrue();
        }
    }
}
