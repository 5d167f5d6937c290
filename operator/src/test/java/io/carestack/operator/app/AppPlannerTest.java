package io.carestack.operator.app;

import static io.carestack.operator.app.AppFixture.FIXED;
import static io.carestack.operator.app.AppFixture.SCALED;
import static io.carestack.operator.app.AppFixture.installed;
import static io.carestack.operator.app.AppFixture.plan;
import static io.carestack.operator.app.AppFixture.selecting;
import static io.carestack.operator.app.AppFixture.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.app.AutoscalerDesign.Hold;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AppPlannerTest {
    private static final EffectiveStack STACK = Stacks.effective(SCALED);
    private static final ReleaseLeave SWITCHING = new ReleaseLeave(Optional.empty(), false, false);

    @Test
    void deploymentsAreLeftToTheRelease() {
        assertThat(plan(STACK).desired()).noneMatch(object -> "Deployment".equals(object.getKind()));
        assertThat(plan(STACK, installed(STACK)).desired()).noneMatch(object -> "Deployment".equals(object.getKind()));
    }

    @Test
    void aServiceThatIsMissingIsLeftToTheReleaseUnlessNothingExistsYet() {
        HasMetadata[] children = without(installed(STACK), "Service", "notes-web");

        assertThat(AppFixture.find(plan(STACK, children), Service.class, "notes-web"))
                .isEmpty();
        assertThat(AppFixture.find(plan(STACK, children), Service.class, "notes-web-preview"))
                .isPresent();
        assertThat(AppFixture.find(plan(STACK), Service.class, "notes-web")
                        .orElseThrow()
                        .getMetadata()
                        .getAnnotations())
                .as("what its release knows")
                .containsEntry(Labels.ROLLOUT, "marks");
    }

    @Test
    void aNewAutoscalerScalesTheColourThatServesAndIsFree() {
        HorizontalPodAutoscaler autoscaler = autoscaler(plan(STACK));

        assertThat(target(autoscaler)).isEqualTo("notes-web-blue");
        assertThat(Hold.of(autoscaler)).isEqualTo(Hold.NONE);
        assertThat(autoscaler.getSpec().getMinReplicas()).isEqualTo(3);
        assertThat(autoscaler.getSpec().getMaxReplicas()).isEqualTo(10);
    }

    @Test
    void anAutoscalerKeepsTheTargetThatTheReleaseGaveItWhateverTheServiceSelects() {
        AppPlan plan = plan(STACK, SWITCHING, selecting(installed(STACK), "notes-web", Color.GREEN));

        assertThat(target(autoscaler(plan))).isEqualTo("notes-web-blue");
    }

    @Test
    void anAutoscalerKeepsTheHoldThatTheReleaseGaveIt() {
        for (Hold hold : new Hold[] {Hold.DOWN, Hold.BOTH}) {
            HasMetadata[] children = Stream.of(installed(STACK))
                    .map(child -> child instanceof HorizontalPodAutoscaler ? held(hold) : child)
                    .toArray(HasMetadata[]::new);

            HorizontalPodAutoscaler autoscaler = autoscaler(plan(STACK, SWITCHING, children));

            assertThat(autoscaler).isEqualTo(held(hold));
            assertThat(target(autoscaler)).isEqualTo("notes-web-green");
        }
    }

    @Test
    void aHoldDisablesTheDirectionsThatItNames() {
        HorizontalPodAutoscalerBehavior down = held(Hold.DOWN).getSpec().getBehavior();
        HorizontalPodAutoscalerBehavior both = held(Hold.BOTH).getSpec().getBehavior();

        assertThat(down.getScaleDown().getSelectPolicy()).isEqualTo("Disabled");
        assertThat(down.getScaleUp()).isNull();
        assertThat(both.getScaleDown().getSelectPolicy()).isEqualTo("Disabled");
        assertThat(both.getScaleUp().getSelectPolicy()).isEqualTo("Disabled");
        assertThat(held(Hold.NONE).getSpec().getBehavior()).isNull();
    }

    @Test
    void aDeletedAutoscalerComesBackUnlessSomethingIsBeingSwitched() {
        HasMetadata[] children = without(installed(STACK), "HorizontalPodAutoscaler", "notes-web");

        assertThat(plan(STACK, children).autoscalers()).hasSize(1);
        assertThat(plan(STACK, SWITCHING, children).autoscalers()).isEmpty();
    }

    @Test
    void anAutoscalerThatTheSpecDoesNotAskForGoes() {
        AppPlan plan = plan(FIXED, installed(SCALED));

        assertThat(plan.retiredAutoscalers()).containsExactly("notes-web");
        assertThat(plan.autoscalers()).isEmpty();
    }

    @Test
    void aComponentThatMayRunAsOnePodHasNoBudget() {
        assertThat(plan(FIXED).desired()).anyMatch(object -> "PodDisruptionBudget".equals(object.getKind()));
        assertThat(plan(FIXED.replace("min: 3", "min: 1")).desired())
                .noneMatch(object -> "PodDisruptionBudget".equals(object.getKind()));
    }

    private static HorizontalPodAutoscaler held(Hold hold) {
        return AutoscalerDesign.of(
                STACK,
                STACK.components().getFirst(),
                STACK.components().getFirst().autoscaling().orElseThrow(),
                Color.GREEN,
                hold);
    }

    private static HorizontalPodAutoscaler autoscaler(AppPlan plan) {
        return AppFixture.find(plan, HorizontalPodAutoscaler.class, "notes-web").orElseThrow();
    }

    private static String target(HorizontalPodAutoscaler autoscaler) {
        return autoscaler.getSpec().getScaleTargetRef().getName();
    }
}
