package io.carestack.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.status.ConditionValue;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutdatedPodsTest {
    private static final ConditionValue READY = ConditionValue.yes("DatabaseReady", "Ready", "it works");

    @Test
    void aPodOfAnEarlierRevisionIsNamedTogetherWithTheCure() {
        ConditionValue told = OutdatedPods.told(READY, children("old", "new"), "notes-postgres");

        assertThat(told.reason()).isEqualTo("RestartPending");
        assertThat(told.truth()).isEqualTo(ConditionValue.Truth.True);
        assertThat(told.message()).contains("delete these pods one by one, the primary last: notes-postgres-0");
        assertThat(told.message()).doesNotContain("notes-postgres-1");
    }

    @Test
    void podsOfTheCurrentRevisionAreNothingToTell() {
        assertThat(OutdatedPods.told(READY, children("new", "new"), "notes-postgres"))
                .isEqualTo(READY);
    }

    @Test
    void aDatabaseThatDoesNotWorkHasOtherWorries() {
        ConditionValue broken = ConditionValue.no("DatabaseReady", "WritesBlocked", "0 of 1 replicas");

        assertThat(OutdatedPods.told(broken, children("old", "old"), "notes-postgres"))
                .isEqualTo(broken);
    }

    private static Children children(String... revisions) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(new StatefulSetBuilder()
                .withNewMetadata()
                .withName("notes-postgres")
                .endMetadata()
                .withNewStatus()
                .withUpdateRevision("new")
                .endStatus()
                .build());
        for (int i = 0; i < revisions.length; i++) {
            objects.add(new PodBuilder()
                    .withNewMetadata()
                    .withName("notes-postgres-" + i)
                    .withLabels(Map.of(Labels.COMPONENT, "postgres", "controller-revision-hash", revisions[i]))
                    .endMetadata()
                    .build());
        }
        return new Children(objects);
    }
}
