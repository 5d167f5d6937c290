package io.carestack.operator.postgres.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.Postgres.Durability;
import io.carestack.operator.postgres.plan.PostgresStep.Converged;
import io.carestack.operator.postgres.plan.PostgresStep.Remember;
import io.carestack.operator.postgres.plan.PostgresStep.Wait;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PreferredDurabilityTest {
    private static final String PRIMARY = "notes-postgres-0";
    private static final String REPLICA = "notes-postgres-1";

    @Test
    void requiredNeverWaitsForFewer() {
        ModelCluster cluster = converged(Durability.Required);
        cluster.find(REPLICA).reachable = false;
        cluster.find(REPLICA).runs = false;
        cluster.shortage = Duration.ofHours(1);
        assertThat(cluster.plan())
                .isInstanceOfSatisfying(
                        Wait.class, wait -> assertThat(wait.reason()).isEqualTo("WritesBlocked"));
    }

    @Test
    void commitsStopWaitingOnlyWhenTooFewHaveStreamedForTenSeconds() {
        ModelCluster cluster = converged(Durability.Preferred);
        cluster.find(REPLICA).runs = false;
        cluster.shortage = Duration.ofSeconds(9);
        assertThat(cluster.plan())
                .isInstanceOfSatisfying(
                        Wait.class, wait -> assertThat(wait.reason()).isEqualTo("WritesBlocked"));
        cluster.shortage = Duration.ofSeconds(10);
        assertThat(cluster.plan())
                .isInstanceOfSatisfying(
                        Remember.class,
                        remember -> assertThat(
                                        remember.next().current().orElseThrow().required())
                                .as("the record says so before the names do")
                                .isZero());
    }

    @Test
    void whileCommitsWaitForNobodyTheConditionSaysWhatIsAtStake() {
        ModelCluster cluster = unprotected();
        assertThat(cluster.find(PRIMARY).names).isEmpty();
        assertThat(cluster.plan()).isInstanceOfSatisfying(Wait.class, wait -> {
            assertThat(wait.reason()).isEqualTo("WritesUnprotected");
            assertThat(wait.message())
                    .contains("commits wait for 0 of 1 wanted replicas", "lost with notes-postgres-0", REPLICA);
        });
    }

    @Test
    void aReplicaThatIsBackIsWaitedForAgain() {
        ModelCluster cluster = unprotected();
        cluster.find(REPLICA).start();
        cluster.shortage = Duration.ZERO;
        for (int count = 0; count < 40; count++) {
            cluster.heal();
            cluster.step(false);
        }
        assertThat(cluster.plan()).isInstanceOf(Converged.class);
        assertThat(cluster.memory.current().orElseThrow().required()).isEqualTo(1);
        assertThat(cluster.find(PRIMARY).names).contains(REPLICA);
    }

    @Test
    void aLostPrimaryWhoseCommitsWaitedForNobodyIsGivenTimeToStopItself() {
        ModelCluster cluster = unprotectedAndLost();
        cluster.failing = Duration.ofSeconds(29);
        assertThat(cluster.plan()).isInstanceOfSatisfying(Wait.class, wait -> {
            assertThat(wait.reason()).isEqualTo("PrimaryUnreachable");
            assertThat(wait.message()).contains("another instance takes over after 30 s");
        });
        cluster.failing = Duration.ofSeconds(30);
        cluster.find(REPLICA).newestCommit = Duration.ofSeconds(45);
        assertThat(cluster.plan())
                .isInstanceOfSatisfying(
                        Remember.class,
                        remember -> assertThat(remember.next().term()).isEqualTo(cluster.memory.term() + 1));
        for (int count = 0; count < 20; count++) {
            cluster.step(false);
        }
        assertThat(cluster.memory.primary()).contains(REPLICA);
    }

    @Test
    void aReplicaThatLacksMoreThanAMinuteNeedsAPersonsOrder() {
        ModelCluster cluster = unprotectedAndLost();
        cluster.failing = Duration.ofSeconds(30);
        cluster.find(REPLICA).newestCommit = Duration.ofHours(3);
        assertThat(cluster.plan()).isInstanceOfSatisfying(Wait.class, wait -> {
            assertThat(wait.reason()).isEqualTo("FailoverBlocked");
            assertThat(wait.message())
                    .contains("notes-postgres-1 lacks what was written in the last 10770 s")
                    .contains("forcePromote: {instance: notes-postgres-1, term: 3}");
        });
    }

    @Test
    void aLostPrimaryThatSomebodyHadEverythingOfIsReplacedAtOnceAndWithoutLoss() {
        ModelCluster cluster = converged(Durability.Preferred);
        cluster.commit();
        cluster.find(PRIMARY).reachable = false;
        for (int count = 0; count < 20; count++) {
            cluster.step(false);
        }
        assertThat(cluster.memory.primary()).contains(REPLICA);
    }

    private static ModelCluster unprotectedAndLost() {
        ModelCluster cluster = unprotected();
        cluster.find(REPLICA).start();
        cluster.find(PRIMARY).runs = false;
        return cluster;
    }

    private static ModelCluster unprotected() {
        ModelCluster cluster = converged(Durability.Preferred);
        cluster.find(REPLICA).runs = false;
        cluster.shortage = Duration.ofSeconds(10);
        for (int count = 0; count < 10; count++) {
            cluster.step(false);
        }
        assertThat(cluster.memory.current().orElseThrow().required()).isZero();
        return cluster;
    }

    private static ModelCluster converged(Durability durability) {
        ModelCluster cluster = new ModelCluster(2, 1, new Random(1));
        Wanted before = cluster.wanted;
        cluster.wanted = new Wanted(
                before.name(),
                before.namespace(),
                before.instances(),
                before.required(),
                durability,
                before.fingerprint(),
                before.failover(),
                before.switchoverTo(),
                before.restarts(),
                before.encryption());
        for (int count = 0; count < 60; count++) {
            cluster.heal();
            cluster.step(false);
        }
        assertThat(cluster.plan()).isInstanceOf(Converged.class);
        return cluster;
    }
}
