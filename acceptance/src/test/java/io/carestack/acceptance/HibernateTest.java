package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.CareStackStatus.Phase;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A whole stack with real processes that is put to sleep, and wakes. */
@Tag("cluster")
@StageTest
class HibernateTest {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              size: small
              components:
              - {name: web, image: %s, port: 3001, replicas: {min: 1, max: 3}, probes: {readiness: /api/health/ready}}
              postgres: {instances: 2, image: "postgres:15"}
              redis: [{name: main, role: SessionStore, image: "redis:7"}]
            """;

    private final LiveStage stage;
    private final Space space;

    HibernateTest(LiveStage stage) {
        this.stage = stage;
        this.space = stage.space("sleep");
    }

    @AfterAll
    void close() {
        space.close();
    }

    @Test
    void nothingRunsWhileTheStackSleepsAndEveryRowIsThereAfterwards() throws Exception {
        space.apply(STACK.formatted(stage.image()));
        space.awaitReady("care");
        int rows = space.user("care").writeRows(20);

        space.patchStack("care", "{\"hibernate\":true}");
        space.awaitPhase("care", Phase.Hibernated);
        space.awaitCondition("care", "Ready", "True", "spec.hibernate is true");
        space.awaitCondition("care", "DatabaseReady", "False", "everything on disk");
        Space.eventually(() -> assertThat(space.children())
                .as("no pod, and nobody who would make one")
                .noneMatch(Pod.class::isInstance)
                .filteredOn(Deployment.class::isInstance)
                .allMatch(each -> ((Deployment) each).getSpec().getReplicas() == 0));

        stage.restartOperator();
        space.patchStack("care", "{\"hibernate\":null}");
        space.awaitPhase("care", Phase.Ready);
        Space.eventually(() -> assertThat(space.user("care").rows()).isEqualTo(rows));
    }
}
