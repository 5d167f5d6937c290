package io.carestack.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DesiredStateTest {
    private static final Deployment WISHED = new DeploymentBuilder()
            .withNewMetadata()
            .withName("notes-web-blue")
            .withNamespace("care")
            .withLabels(Map.of("app", "notes"))
            .endMetadata()
            .withNewSpec()
            .withReplicas(0)
            .withNewTemplate()
            .withNewSpec()
            .addNewContainer()
            .withName("web")
            .withImage("notes:1")
            .addNewEnv()
            .withName("MODE")
            .withValue("production")
            .endEnv()
            .withNewResources()
            .addToRequests("memory", new Quantity("1024Mi"))
            .endResources()
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();

    @Test
    void anObjectThatWasAppliedMeetsTheWish() {
        assertThat(DesiredState.of(WISHED).isMetBy(applied(change -> change))).isTrue();
    }

    @Test
    void whatTheServerAddsOrDropsIsNoDifference() {
        Deployment observed = applied(change -> {
            change.getSpec().setReplicas(null);
            change.getSpec().setProgressDeadlineSeconds(600);
            change.getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getFirst()
                    .getResources()
                    .setRequests(Map.of("memory", new Quantity("1Gi")));
            return change;
        });

        assertThat(DesiredState.of(WISHED).isMetBy(observed)).isTrue();
    }

    @Test
    void labelsVariablesAndContainersOfOthersAreNoDifference() {
        Deployment observed = applied(change -> {
            change.getMetadata().getLabels().put("team", "care");
            change.getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .addFirst(new ContainerBuilder()
                            .withName("injected")
                            .withImage("mesh:1")
                            .build());
            change.getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .getLast()
                    .getEnv()
                    .add(new EnvVar("INJECTED", "1", null));
            return change;
        });

        assertThat(DesiredState.of(WISHED).isMetBy(observed)).isTrue();
    }

    @Test
    void aChangedFieldIsADifference() {
        Deployment observed = applied(change -> {
            change.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("notes:evil");
            return change;
        });

        assertThat(DesiredState.of(WISHED).isMetBy(observed)).isFalse();
    }

    @Test
    void pastDesiredFieldsThatAreNoLongerWishedAreADifference() {
        Deployment shorter = new DeploymentBuilder(WISHED).build();
        shorter.getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .clear();

        assertThat(DesiredState.of(shorter).isMetBy(applied(change -> change))).isFalse();
    }

    @Test
    void aScaledUpDeploymentThatShallHaveNoPodsIsADifference() {
        Deployment observed = applied(change -> {
            change.getSpec().setReplicas(3);
            return change;
        });

        assertThat(DesiredState.of(WISHED).isMetBy(observed)).isFalse();
    }

    @Test
    void theWishItselfIsNotChanged() {
        DesiredState.of(WISHED);

        assertThat(WISHED.getMetadata().getAnnotations()).isNullOrEmpty();
    }

    private static Deployment applied(UnaryOperator<Deployment> change) {
        Deployment observed = (Deployment) DesiredState.of(WISHED).object();
        observed.getMetadata().setLabels(new HashMap<>(observed.getMetadata().getLabels()));
        return change.apply(observed);
    }
}
