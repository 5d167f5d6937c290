package io.carestack.operator.postgres.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.Database.Failover;
import io.carestack.operator.effective.Database.ForcePromote;
import io.carestack.operator.postgres.plan.PostgresStep.Remember;
import io.carestack.operator.postgres.plan.PostgresStep.Wait;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiskFullTest {
    @Test
    void nobodyTakesOverFromAPrimaryWhoseVolumeIsFull() {
        ModelCluster cluster = full();
        assertThat(cluster.plan()).isInstanceOfSatisfying(Wait.class, wait -> {
            assertThat(wait.reason()).isEqualTo("DiskFull");
            assertThat(wait.message()).contains("notes-postgres-0 is full", "spec.postgres.storage.size", "term: 3}");
        });
    }

    @Test
    void aPersonCanOrderAnotherOneToBePromoted() {
        ModelCluster cluster = full();
        Wanted before = cluster.wanted;
        cluster.wanted = new Wanted(
                before.name(),
                before.namespace(),
                before.instances(),
                before.required(),
                before.durability(),
                before.fingerprint(),
                new Failover(true, Duration.ZERO, Optional.of(new ForcePromote("notes-postgres-1", 3))),
                before.switchoverTo(),
                before.restarts(),
                before.encryption());
        assertThat(cluster.plan())
                .isInstanceOfSatisfying(
                        Remember.class,
                        remember -> assertThat(remember.next().term()).isEqualTo(3));
    }

    @Test
    void aVolumeThatGrewBringsThePrimaryBack() {
        ModelCluster cluster = full();
        ModelInstance primary = cluster.find("notes-postgres-0");
        primary.full = false;
        for (int count = 0; count < 60; count++) {
            cluster.heal();
            cluster.step(false);
        }
        assertThat(cluster.memory.promoted()).isTrue();
        assertThat(cluster.memory.primary()).contains("notes-postgres-0");
    }

    private static ModelCluster full() {
        ModelCluster cluster = new ModelCluster(3, 1, new Random(1));
        for (int count = 0; count < 60; count++) {
            cluster.heal();
            cluster.step(false);
        }
        cluster.find("notes-postgres-0").runs = false;
        cluster.find("notes-postgres-0").full = true;
        return cluster;
    }
}
