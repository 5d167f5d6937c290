package io.carestack.operator.rollout.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.DesiredState;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.rollout.release.Release;
import io.carestack.operator.rollout.release.ReleaseDesign;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReleasedDeploymentTest {
    private static final EffectiveStack STACK = Stacks.effective("""
            components:
            - {name: web, image: 'notes:1', port: 80, envFrom: [{secretRef: {name: keys}}]}
            - {name: alone, image: 'notes:1', port: 80, connections: false}
            redis: []
            """);
    private static final Reference DATABASE = new Reference(Kind.Secret, "notes-postgres-app");
    private static final Reference KEYS = new Reference(Kind.Secret, "keys");

    @Test
    void anotherContentOfAConnectionSecretRestartsThePodsThatUseItAndNoOthers() {
        assertThat(checksum(of("web", known("1")))).isNotEmpty().isNotEqualTo(checksum(of("web", known("2"))));
        assertThat(checksum(of("alone", known("1")))).isEmpty();
    }

    @Test
    void theContentOfTheUsersSecretsIsInTheNamesOfTheirCopiesAndNotInTheChecksum() {
        References other = new References(Map.of(DATABASE, Optional.of("1"), KEYS, Optional.of("changed")));

        assertThat(checksum(of("web", other))).isEqualTo(checksum(of("web", known("1"))));
    }

    @Test
    void whatIsNotKnownOfAConnectionStaysAsItWas() {
        Deployment before = of("web", known("1"));

        Deployment after =
                design(new References(Map.of())).of("web", Color.BLUE, "hash", part("web"), Optional.of(before));

        assertThat(after).isEqualTo(before);
        assertThat(checksum(of("web", new References(Map.of())))).isEmpty();
    }

    @Test
    void aDeploymentDriftsWithItsTemplateAndNotWithItsSizeOrItsMarks() {
        Deployment made = (Deployment) DesiredState.of(of("web", known("1"))).object();
        Deployment sized = new DeploymentBuilder(made)
                .editMetadata()
                .addToAnnotations(Labels.ROLLOUT, "marks")
                .endMetadata()
                .editSpec()
                .withReplicas(9)
                .endSpec()
                .build();
        Deployment changed = new DeploymentBuilder(made)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage("notes:hand")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();

        assertThat(drifted(made, "1")).isFalse();
        assertThat(drifted(sized, "1")).isFalse();
        assertThat(drifted(changed, "1")).isTrue();
        assertThat(drifted(made, "2")).as("another password").isTrue();
    }

    @Test
    void itNamesItsReleaseAndColourAndLeavesItsSizeToOthers() {
        Deployment green = design(known("1")).of("web", Color.GREEN, "hash", part("web"), Optional.empty());

        assertThat(green.getMetadata().getName()).isEqualTo("notes-web-green");
        assertThat(green.getMetadata().getLabels())
                .containsEntry(Labels.REVISION, "hash")
                .containsEntry(Labels.COLOR, "green");
        assertThat(green.getSpec().getReplicas()).isNull();
        assertThat(green.getSpec().getTemplate().getMetadata().getLabels()).containsEntry(Labels.COLOR, "green");
    }

    private static boolean drifted(Deployment observed, String content) {
        return design(known(content)).isDrifted("web", Color.BLUE, "hash", part("web"), observed);
    }

    private static Deployment of(String component, References references) {
        return design(references).of(component, Color.BLUE, "hash", part(component), Optional.empty());
    }

    private static ReleasedDeployment design(References references) {
        return new ReleasedDeployment(STACK.owner(), Set.of(DATABASE.name()), references);
    }

    private static References known(String content) {
        return new References(Map.of(DATABASE, Optional.of(content), KEYS, Optional.of("a")));
    }

    private static Release.Part part(String component) {
        return ReleaseDesign.of(STACK, known("1")).release().part(component).orElseThrow();
    }

    private static String checksum(Deployment deployment) {
        Map<String, String> annotations =
                deployment.getSpec().getTemplate().getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(Labels.CONFIG_CHECKSUM, "");
    }
}
