package io.carestack.operator.rollout.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.app.ComponentTemplates;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.RandomStacks;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReleaseTest {
    private static final EffectiveStack STACK = Stacks.effective("""
            components:
            - {name: web, image: 'notes:1', port: 80, pod: {antiAffinity: Required}, envFrom: [{secretRef: {name: keys}}]}
            - {name: worker, image: 'worker:1'}
            """);

    @Test
    void podsOfTheOtherColourDifferInEverySelectorByWhichTheyKnowOneAnother() {
        PodTemplateSpec green = part("web").template(Color.GREEN);

        assertThat(green.getMetadata().getLabels()).containsEntry(Labels.COLOR, "green");
        assertThat(green.getSpec().getTopologySpreadConstraints())
                .isNotEmpty()
                .allSatisfy(
                        constraint -> assertThat(constraint.getLabelSelector().getMatchLabels())
                                .containsEntry(Labels.COLOR, "green"));
        assertThat(green.getSpec()
                        .getAffinity()
                        .getPodAntiAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution())
                .isNotEmpty()
                .allSatisfy(term ->
                        assertThat(term.getLabelSelector().getMatchLabels()).containsEntry(Labels.COLOR, "green"));
        assertThat(Serialization.asJson(green)).doesNotContain("\"blue\"");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aKeptTemplateInEitherColourIsThatOfTheSpec(long seed) {
        EffectiveStack stack = RandomStacks.effective(seed);
        Release release = ReleaseDesign.of(stack, new References(Map.of())).release();

        assertThat(stack.components()).allSatisfy(component -> {
            for (Color color : Color.values()) {
                assertThat(release.part(component.name()).orElseThrow().template(color))
                        .isEqualTo(ComponentTemplates.of(stack, component, color));
            }
        });
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void paintingLeavesTheKeptTemplateAlone() {
        Release.Part part = part("web");
        part.template(Color.GREEN).getMetadata().getLabels().put("changed", "yes");

        assertThat(part.template(Color.BLUE)).isEqualTo(part.template());
        assertThat(part.template().getMetadata().getLabels())
                .containsEntry(Labels.COLOR, "blue")
                .doesNotContainKey("changed");
    }

    @Test
    void requestsComeToAPartThatHasAPort() {
        assertThat(part("web").hasService()).isTrue();
        assertThat(part("worker").hasService()).isFalse();
    }

    @Test
    void whatItsPodsReferToIsKnown() {
        assertThat(release().references())
                .contains(
                        new Reference(Kind.Secret, "keys"),
                        new Reference(Kind.Secret, "notes-postgres-app"),
                        new Reference(Kind.Secret, "notes-redis-cache-app"));
        assertThat(release().part("gone")).isEmpty();
    }

    private static Release.Part part(String component) {
        return release().part(component).orElseThrow();
    }

    private static Release release() {
        return ReleaseDesign.of(STACK, new References(Map.of())).release();
    }
}
