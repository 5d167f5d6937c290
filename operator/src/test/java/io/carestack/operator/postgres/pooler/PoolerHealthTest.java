package io.carestack.operator.postgres.pooler;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Children;
import io.carestack.operator.status.ConditionValue;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolerHealthTest {
    private static final String COMPONENTS = "components: [{name: web, image: 'acme/web:1', port: 3001}]\n";
    private static final EffectiveStack STACK =
            Stacks.effective(COMPONENTS + "postgres: {pooler: {image: 'pgbouncer:1.24', instances: 2}}");

    @Test
    void aStackWithoutAPoolerSaysNothingOfIt() {
        assertThat(PoolerHealth.of(Stacks.effective(COMPONENTS), new Children(List.of())))
                .isEmpty();
    }

    @Test
    void aPoolerIsReadyWhenAllItsPodsAre() {
        assertThat(of(deployment(2, 7, 7)))
                .isEqualTo(ConditionValue.yes("PoolerReady", "PodsReady", "ready pods of the pooler: 2/2"));
    }

    @Test
    void aPoolerThatLacksAPodOrHasNoDeploymentYetIsNot() {
        assertThat(of(deployment(1, 7, 7)))
                .isEqualTo(ConditionValue.no("PoolerReady", "PodsStarting", "ready pods of the pooler: 1/2"));
        assertThat(of().message()).isEqualTo("ready pods of the pooler: 0/2");
    }

    @Test
    void podsOfAnEarlierSpecSayNothingOfTheNewOne() {
        assertThat(of(deployment(2, 7, 6)).truth()).isEqualTo(ConditionValue.Truth.False);
    }

    @Test
    void whatKubernetesRefusesIsSaidInItsOwnWords() {
        Deployment refused = new DeploymentBuilder(deployment(0, 7, 7))
                .editStatus()
                .addNewCondition()
                .withType("ReplicaFailure")
                .withStatus("True")
                .withMessage("pods are forbidden: exceeded quota")
                .endCondition()
                .endStatus()
                .build();
        assertThat(of(refused).message()).endsWith("0/2; pods are forbidden: exceeded quota");
    }

    @Test
    void aStackThatSleepsHasNone() {
        ConditionValue asleep = PoolerHealth.of(
                        Stacks.effective("hibernate: true\n" + COMPONENTS + "postgres: {pooler: {image: 'p:1'}}"),
                        new Children(List.of()))
                .orElseThrow();
        assertThat(asleep.reason()).isEqualTo("Hibernated");
    }

    private static ConditionValue of(Deployment... deployments) {
        return PoolerHealth.of(STACK, new Children(List.of(deployments))).orElseThrow();
    }

    private static Deployment deployment(int ready, long generation, long observed) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("notes-pooler")
                .withGeneration(generation)
                .endMetadata()
                .withNewStatus()
                .withReadyReplicas(ready)
                .withObservedGeneration(observed)
                .endStatus()
                .build();
    }
}
