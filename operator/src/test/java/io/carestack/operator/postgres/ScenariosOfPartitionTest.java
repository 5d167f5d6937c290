package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static io.carestack.operator.postgres.LocalStack.SECOND;
import static io.carestack.operator.postgres.LocalStack.THIRD;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Primaries that live and that not everybody reaches; {@code docs/postgres-scenarios.md} has all scenarios. */
@RealPostgres(programs = "/usr/sbin/iptables")
class ScenariosOfPartitionTest {
    private static final String STREAMS =
            "SELECT string_agg(regexp_replace(application_name, '_t[0-9]+$', '') || ' ' || %s, ',') FROM pg_stat_replication";

    @Test
    void scenario04APrimaryThatOnlyClientsReachAcknowledgesNothingAndStopsItself() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            scene.stack().pods.unheard(FIRST);
            try (Cut cut = scene.cut(FIRST)) {
                assertThat(scene.rows().written(FIRST))
                        .as("before anybody takes over")
                        .isFalse();
                String primary = scene.takenOver();
                assertThat(scene.rows().written(FIRST))
                        .as("after somebody took over")
                        .isFalse();
                scene.rows().write(primary);
                Awaitility.await("it stops itself")
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> scene.stack()
                                .container(FIRST)
                                .log()
                                .contains("was not heard of for 17 s; stopping at once"));
                assertThat(scene.rows().missing(primary)).isEmpty();
            }
            scene.stack().release(FIRST);
            scene.stack().until("it follows", result -> result.lookAgain().isEmpty() && scene.standby(FIRST));
            assertThat(scene.rows().missing(FIRST)).isEmpty();
        }
    }

    @Test
    void scenario05AReplicaOnThePrimarysSideKeepsItServingAndBlocksTheFailover() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            try (Cut primary = scene.cut(FIRST, SECOND + "_t2");
                    Cut replica = scene.cut(SECOND)) {
                PostgresResult blocked = scene.untilReason("FailoverBlocked");
                assertThat(blocked.conditions().getFirst().message())
                        .contains("1 of 2 members are missing", "2 members must answer", "(there are: 1)");
                scene.rows().write(FIRST);
                scene.stack().pass();
                scene.rows().write(FIRST);
                assertThat(scene.memory().term()).isEqualTo(2);
                assertThat(scene.standby(THIRD)).isTrue();
            }
            scene.stack().untilConverged();
            assertThat(scene.memory().primary()).contains(FIRST);
            assertThat(scene.memory().term()).isEqualTo(2);
            assertThat(scene.rows().missing(THIRD)).isEmpty();
        }
    }

    @Test
    void scenario06APrimaryThatOnlyTheOperatorDoesNotReachStays() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            scene.stack().pods.unheard(FIRST);
            try (Cut cut = scene.cut(FIRST, SECOND + "_t2", THIRD + "_t2")) {
                scene.untilReason("PrimarySuspected");
                scene.rows().write(FIRST);
                scene.stack()
                        .until(
                                "three probes have failed",
                                result -> scene.stack().suspicion(FIRST).lost());
                assertThat(scene.stack().pass().conditions().getFirst().reason())
                        .isEqualTo("PrimarySuspected");
                scene.rows().write(FIRST);
                assertThat(scene.memory().term()).isEqualTo(2);
            }
            scene.stack().release(FIRST);
            scene.stack().untilConverged();
            assertThat(scene.memory().primary()).contains(FIRST);
        }
    }

    /** Its watchdog stays frozen, so that it is not what stops it. */
    @Test
    void scenario12APrimaryThatWasPausedAndMissedItsSuccessorAcknowledgesNothingAndIsStopped() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            scene.stack().container(FIRST).freeze();
            String primary = scene.takenOver();
            scene.rows().write(primary);
            scene.stack().container(FIRST).thawAllBut("watchdog.sh");
            Awaitility.await("it is a primary in memory")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> scene.answers(FIRST, "SELECT pg_is_in_recovery()", "f"));
            assertThat(scene.rows().written(FIRST)).isFalse();
            scene.stack().until("it follows", result -> result.lookAgain().isEmpty() && scene.standby(FIRST));
            assertThat(scene.memory().primary()).contains(primary);
            assertThat(scene.memory().term()).isEqualTo(3);
            assertThat(scene.stack().container(FIRST).log()).doesNotContain("stopping at once");
            assertThat(scene.rows().missing(FIRST)).isEmpty();
        }
    }

    /** The replica is told to follow the new primary, and a name that is out of date leads it to the old one. */
    @Test
    void scenario13AReplicaThatLandsOnTheOldPrimaryAcknowledgesNothingThere() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            LocalContainer first = scene.stack().container(FIRST);
            String there = scene.stack().container(SECOND).address() + " " + SECOND;
            String elsewhere = first.address() + " " + SECOND;
            scene.stack().container(THIRD).misled(there, elsewhere);
            first.freeze();
            assertThat(scene.takenOver()).isEqualTo(SECOND);
            scene.stack()
                    .until(
                            "told to follow",
                            result -> scene.answers(
                                    THIRD,
                                    "SELECT current_setting('primary_conninfo') LIKE 'host=" + SECOND + "%'",
                                    "t"));
            first.thawAllBut("watchdog.sh");
            Awaitility.await("it streams from the old primary")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> scene.answers(FIRST, STREAMS.formatted("state"), THIRD + " streaming"));
            assertThat(scene.rows().written(FIRST)).isFalse();
            assertThat(scene.answers(FIRST, STREAMS.formatted("sync_state"), THIRD + " async"))
                    .isTrue();
            scene.stack().container(THIRD).misled(elsewhere, there);
            scene.stack().untilConverged();
            scene.rows().write(SECOND);
            assertThat(scene.rows().missing(SECOND)).isEmpty();
            assertThat(scene.standby(FIRST)).isTrue();
        }
    }
}
