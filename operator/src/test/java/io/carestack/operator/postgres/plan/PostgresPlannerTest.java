package io.carestack.operator.postgres.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.effective.Database.Failover;
import io.carestack.operator.effective.Database.ForcePromote;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PostgresPlannerTest {
    private static final int RUNS = 1500;
    private static final int STEPS = 120;
    private static final int ENOUGH = 200;

    @Test
    void noScheduleOfFaultsAndLostStepsBreaksAnInvariantOrLosesACommit() {
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            int size = 1 + random.nextInt(4);
            ModelCluster cluster = new ModelCluster(size, Math.min(size - 1, 1 + random.nextInt(2)), random);
            for (int count = 0; count < STEPS; count++) {
                switch (random.nextInt(8)) {
                    case 0 -> cluster.fault();
                    case 1, 2 -> cluster.commit();
                    default -> cluster.step(random.nextInt(10) == 0);
                }
            }
            settle(cluster, seed);
        }
    }

    private static void settle(ModelCluster cluster, int seed) {
        PostgresStep step = new PostgresStep.Converged();
        for (int count = 0; count < ENOUGH; count++) {
            cluster.heal();
            step = cluster.step(false);
            if (step instanceof PostgresStep.Converged) {
                return;
            }
        }
        throw new AssertionError("seed " + seed + " does not settle: " + step + " " + cluster.memory);
    }

    @Test
    void theFirstInstanceIsPromotedInTermTwoBecauseInitdbsTimelineIsOne() {
        ModelCluster cluster = converged(3, 1);
        assertThat(cluster.promotions).singleElement().asString().startsWith("2 notes-postgres-0");
        assertThat(cluster.memory.records()).hasSize(1);
        assertThat(cluster.find("notes-postgres-0").names)
                .isEqualTo("ANY 1 (\"notes-postgres-1_t2\", \"notes-postgres-2_t2\")");
    }

    @Test
    void aNewLeaderRaisesTheEpochBeforeItsFirstActAndNeverWithoutOne() {
        ModelCluster cluster = converged(2, 1);
        long epoch = cluster.memory.epoch();
        cluster.held = Optional.empty();
        assertThat(cluster.plan()).isInstanceOf(PostgresStep.Converged.class);
        cluster.find("notes-postgres-0").start();
        assertThat(cluster.plan()).isInstanceOfSatisfying(PostgresStep.Remember.class, remember -> {
            assertThat(remember.next().epoch()).isEqualTo(epoch + 1);
            assertThat(remember.next().term()).isEqualTo(cluster.memory.term());
        });
    }

    @Test
    void aLostPrimaryIsFollowedByTheFurthestReplicaAndComesBackAsOne() {
        ModelCluster cluster = converged(3, 1);
        cluster.find("notes-postgres-0").reachable = false;
        for (int count = 0; count < 40; count++) {
            cluster.step(false);
        }
        assertThat(cluster.promotions).hasSize(2);
        assertThat(cluster.promotions.getLast()).startsWith("3 notes-postgres-1");
        assertThat(cluster.memory.primary()).contains("notes-postgres-1");
        settle(cluster, 0);
        assertThat(cluster.find("notes-postgres-0").inRecovery).isTrue();
        assertThat(cluster.memory.records().getLast().members())
                .extracting(Member::instance)
                .contains("notes-postgres-0");
    }

    @Test
    void aPrimaryWhosePodIsDeletedHandsOverWhileItWorksAndOnlyToWhoKnowsEverything() {
        ModelCluster cluster = converged(3, 1);
        cluster.find("notes-postgres-0").leaving = true;
        cluster.find("notes-postgres-2").reachable = false;
        assertThat(cluster.plan()).isNotInstanceOf(PostgresStep.Remember.class);
        cluster.find("notes-postgres-2").reachable = true;
        settle(cluster, 0);
        assertThat(cluster.memory.primary()).contains("notes-postgres-1");
        assertThat(cluster.memory.term()).isEqualTo(3);
    }

    @Test
    void aCandidateWhoseDirectoryIsFilledAnewIsReplacedInAnotherTerm() {
        ModelCluster cluster = converged(3, 1);
        cluster.find("notes-postgres-0").reachable = false;
        PostgresStep step = cluster.plan();
        while (!(step instanceof PostgresStep.Promote)) {
            cluster.step(false);
            step = cluster.plan();
        }
        ModelInstance candidate = cluster.find("notes-postgres-1");
        candidate.empty();
        cluster.clone(candidate);
        cluster.find("notes-postgres-0").reachable = true;
        assertThat(cluster.plan()).isInstanceOfSatisfying(PostgresStep.Remember.class, remember -> {
            assertThat(remember.reason()).isEqualTo("notes-postgres-1 is lost: its data directory was filled anew");
            assertThat(remember.next().term()).isEqualTo(cluster.memory.term() + 1);
        });
        settle(cluster, 0);
    }

    @Test
    void aPrimaryThatTheSpecHasNoPlaceForHandsOver() {
        ModelCluster cluster = converged(3, 1);
        cluster.wanted = wanted(cluster.wanted, 3, 1, Optional.of("notes-postgres-2"));
        settle(cluster, 0);
        assertThat(cluster.memory.primary()).contains("notes-postgres-2");
        cluster.wanted = wanted(cluster.wanted, 1, 0, Optional.empty());
        for (int count = 0; count < 60; count++) {
            cluster.heal();
            cluster.step(false);
        }
        assertThat(cluster.memory.primary()).contains("notes-postgres-0");
        assertThat(cluster.memory.records())
                .singleElement()
                .satisfies(record -> assertThat(record.required()).isZero());
    }

    private static Wanted wanted(Wanted before, int instances, int required, Optional<String> switchoverTo) {
        return new Wanted(
                before.name(),
                before.namespace(),
                instances,
                required,
                before.durability(),
                before.fingerprint(),
                before.failover(),
                switchoverTo,
                before.restarts(),
                before.encryption());
    }

    @Test
    void withTooFewMembersNobodyIsPromotedAndTheNumbersAreSaid() {
        ModelCluster cluster = converged(3, 1);
        cluster.find("notes-postgres-0").runs = false;
        cluster.find("notes-postgres-1").reachable = false;
        for (int count = 0; count < 40; count++) {
            cluster.step(false);
        }
        assertThat(cluster.promotions).hasSize(1);
        assertThat(cluster.memory.term()).as("nobody is cut off for nothing").isEqualTo(2);
        assertThat(cluster.plan()).isInstanceOfSatisfying(PostgresStep.Wait.class, wait -> {
            assertThat(wait.reason()).isEqualTo("FailoverBlocked");
            assertThat(wait.message())
                    .contains("of term 2, notes-postgres-0 and 1 of 2 members are missing", "2 members must answer")
                    .contains("forcePromote: {instance: notes-postgres-2, term: 3}");
        });
    }

    @Test
    void aSlotWhoseWalIsGoneIsMadeAnew() {
        ModelCluster cluster = converged(3, 1);
        ModelInstance primary = cluster.find("notes-postgres-0");
        primary.slots.remove("carestack_1");
        primary.lostSlots.add("carestack_1");
        settle(cluster, 0);
        assertThat(primary.lostSlots).isEmpty();
        assertThat(primary.slots).contains("carestack_1");
    }

    @Test
    void anAdoptionWaitsForEveryVolume() {
        ModelCluster cluster = converged(3, 1);
        cluster.memory = Memory.NOTHING;
        cluster.held = Optional.empty();
        cluster.find("notes-postgres-2").reachable = false;
        for (int count = 0; count < 20; count++) {
            cluster.step(false);
        }
        assertThat(cluster.promotions).hasSize(1);
        cluster.find("notes-postgres-2").reachable = true;
        settle(cluster, 0);
        assertThat(cluster.promotions).hasSize(2);
    }

    @Test
    void aPersonCanOrderAnAdoptionWithoutAVolumeThatIsGoneForGood() {
        ModelCluster cluster = converged(3, 1);
        cluster.memory = Memory.NOTHING;
        cluster.held = Optional.empty();
        cluster.find("notes-postgres-2").runs = false;
        assertThat(cluster.plan())
                .isInstanceOfSatisfying(
                        PostgresStep.Wait.class,
                        wait -> assertThat(wait.message())
                                .contains(
                                        "notes-postgres-2 (it does not answer)",
                                        "forcePromote: {instance: notes-postgres-0, term: 3}"));
        cluster.wanted = forcing(cluster.wanted, "notes-postgres-0", 3);
        for (int count = 0; count < 40; count++) {
            cluster.step(false);
        }
        assertThat(cluster.promotions.getLast()).startsWith("3 notes-postgres-0");
    }

    @Test
    void aSlowPromotionIsWaitedForUntilItsDiskMustBeTakenToHang() {
        ModelCluster cluster = converged(3, 1);
        cluster.find("notes-postgres-0").runs = false;
        PostgresStep step = cluster.plan();
        while (!(step instanceof PostgresStep.Promote)) {
            cluster.step(false);
            step = cluster.plan();
        }
        ModelInstance candidate = cluster.find("notes-postgres-1");
        candidate.timeline = 3;
        candidate.promoting = Optional.of(Duration.ofSeconds(29));
        assertThat(cluster.plan())
                .isInstanceOfSatisfying(
                        PostgresStep.Wait.class,
                        wait -> assertThat(wait.reason()).isEqualTo("Promoting"));
        candidate.promoting = Optional.of(Duration.ofSeconds(30));
        assertThat(cluster.plan())
                .isInstanceOfSatisfying(
                        PostgresStep.Remember.class,
                        remember -> assertThat(remember.next().term()).isEqualTo(4));
        candidate.promoting = Optional.empty();
        assertThat(cluster.plan())
                .as("it restarted since")
                .isInstanceOfSatisfying(
                        PostgresStep.Remember.class,
                        remember -> assertThat(remember.next().term()).isEqualTo(4));
    }

    private static Wanted forcing(Wanted before, String instance, long term) {
        return new Wanted(
                before.name(),
                before.namespace(),
                before.instances(),
                before.required(),
                before.durability(),
                before.fingerprint(),
                new Failover(true, Duration.ZERO, Optional.of(new ForcePromote(instance, term))),
                before.switchoverTo(),
                before.restarts(),
                before.encryption());
    }

    @Test
    void anotherDatabaseIsNeverPromotedNorCounted() {
        ModelCluster cluster = converged(3, 1);
        ModelInstance foreign = cluster.find("notes-postgres-1");
        foreign.empty();
        foreign.fill(ModelCluster.FOREIGN, "alien", 40, List.of(1L, 2L, 3L));
        foreign.start();
        cluster.find("notes-postgres-0").start();
        for (int count = 0; count < 60; count++) {
            cluster.step(false);
        }
        assertThat(cluster.promotions)
                .hasSize(2)
                .allSatisfy(each -> assertThat(each).contains("notes-postgres-0"));
        assertThat(cluster.plan())
                .isInstanceOfSatisfying(
                        PostgresStep.Wait.class,
                        wait -> assertThat(wait.reason()).isEqualTo("DifferentDatabases"));
    }

    @Test
    void aStatusFromABackupDoesNotBringAnOldTermBack() {
        ModelCluster cluster = converged(2, 1);
        Memory old = cluster.memory;
        cluster.find("notes-postgres-0").start();
        settle(cluster, 0);
        long latest = cluster.memory.term();
        cluster.memory = old;
        cluster.held = Optional.empty();
        settle(cluster, 0);
        assertThat(cluster.memory.term()).isGreaterThan(latest);
    }

    @Test
    void aTermIsClosedByItsPrimarysOwnDirectoryOrByEnoughMembers() {
        QuorumRecord record = new QuorumRecord(
                4,
                "notes-postgres-0",
                "p",
                1,
                List.of(new Member("notes-postgres-1", "a"), new Member("notes-postgres-2", "b")));
        assertThat(Quorum.closed(record, List.of(instance(0, "p")))).isTrue();
        assertThat(Quorum.closed(record, List.of(instance(0, "other")))).isFalse();
        assertThat(Quorum.closed(record, List.of(instance(1, "a")))).isFalse();
        assertThat(Quorum.closed(record, List.of(instance(1, "a"), instance(2, "b"))))
                .isTrue();
        assertThat(Quorum.closed(record, List.of(instance(1, "a"), instance(2, "emptied"))))
                .isFalse();
    }

    @Test
    void namesAreEmptyOnlyWhereNoCommitWaits() {
        QuorumRecord nobody = new QuorumRecord(3, "notes-postgres-0", "p", 1, List.of());
        assertThat(Quorum.names(nobody)).isEqualTo("ANY 1 (carestack_none)");
        assertThat(Quorum.names(new QuorumRecord(3, "notes-postgres-0", "p", 0, List.of())))
                .isEmpty();
    }

    private static ModelCluster converged(int size, int required) {
        ModelCluster cluster = new ModelCluster(size, required, new Random(1));
        settle(cluster, 0);
        return cluster;
    }

    private static Instance instance(int ordinal, String incarnation) {
        ModelInstance model = new ModelInstance("notes-postgres-" + ordinal);
        model.fill(ModelCluster.DATABASE, incarnation, 4, List.of(1L));
        model.start();
        return model.view(List.of(model));
    }
}
