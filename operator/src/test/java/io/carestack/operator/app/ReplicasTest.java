package io.carestack.operator.app;

import static io.carestack.operator.app.AppFixture.FIXED;
import static io.carestack.operator.app.AppFixture.SCALED;
import static io.carestack.operator.app.AppFixture.executed;
import static io.carestack.operator.app.AppFixture.plan;
import static io.carestack.operator.app.AppFixture.replicas;
import static io.carestack.operator.app.AppFixture.withPods;
import static io.carestack.operator.app.AppFixture.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Color;
import io.fabric8.kubernetes.api.model.HasMetadata;
import org.junit.jupiter.api.Test;

class ReplicasTest {
    private static final String BLUE = "notes-web-blue";
    private static final String GREEN = "notes-web-green";

    @Test
    void theLiveColourHasTheFixedSizeAndTheOtherNone() {
        AppPlan plan = plan(FIXED);

        assertThat(replicas(plan, BLUE)).isEqualTo(3);
        assertThat(replicas(plan, GREEN)).isZero();
        assertThat(plan.autoscalers()).isEmpty();
    }

    @Test
    void aFixedSizeThatSomebodyChangedComesBack() {
        AppPlan plan = plan(FIXED, withPods(executed(plan(FIXED)), BLUE, 1, 1));

        assertThat(replicas(plan, BLUE)).isEqualTo(3);
    }

    @Test
    void aNewScaledComponentStartsAtItsMinimum() {
        AppPlan plan = plan(SCALED);

        assertThat(replicas(plan, BLUE)).isEqualTo(3);
        assertThat(plan.autoscalers())
                .singleElement()
                .satisfies(autoscaler -> assertThat(
                                autoscaler.getSpec().getScaleTargetRef().getName())
                        .isEqualTo(BLUE));
    }

    @Test
    void aComponentThatBecomesScaledKeepsTheSizeItHas() {
        AppPlan plan = plan(SCALED, withPods(executed(plan(FIXED)), BLUE, 7, 7));

        assertThat(replicas(plan, BLUE)).isNull();
        assertThat(plan.autoscalers()).hasSize(1);
    }

    @Test
    void whileAnAutoscalerExistsTheSizeIsNotWritten() {
        AppPlan plan = plan(SCALED, withPods(executed(plan(SCALED)), BLUE, 8, 8));

        assertThat(replicas(plan, BLUE)).isNull();
        assertThat(replicas(plan, GREEN)).isZero();
        assertThat(plan.autoscalers()).hasSize(1);
    }

    @Test
    void aDeletedAutoscalerComesBackAndTheSizeStays() {
        HasMetadata[] children = withPods(executed(plan(SCALED)), BLUE, 8, 8);

        AppPlan plan = plan(SCALED, without(children, "HorizontalPodAutoscaler", "notes-web"));

        assertThat(replicas(plan, BLUE)).isNull();
        assertThat(plan.autoscalers()).hasSize(1);
    }

    @Test
    void aDeletedDeploymentOfAnAutoscalerComesBackAtTheMinimum() {
        AppPlan plan = plan(SCALED, without(executed(plan(SCALED)), "Deployment", BLUE));

        assertThat(replicas(plan, BLUE)).isEqualTo(3);
    }

    @Test
    void anAutoscalerLeavesASizeOfZeroAloneSoTheOperatorCuresIt() {
        AppPlan plan = plan(SCALED, withPods(executed(plan(SCALED)), BLUE, 0, 0));

        assertThat(replicas(plan, BLUE)).isEqualTo(3);
    }

    @Test
    void aFixedSizeComesBackInThePassThatDeletesTheAutoscaler() {
        AppPlan plan = plan(FIXED, withPods(executed(plan(SCALED)), BLUE, 8, 8));

        assertThat(plan.retiredAutoscalers()).containsExactly("notes-web");
        assertThat(plan.autoscalers()).isEmpty();
        assertThat(replicas(plan, BLUE)).isEqualTo(3);
    }

    @Test
    void theColourThatAnAutoscalerStillTargetsKeepsItsSizeUntilTheAutoscalerFollows() {
        HasMetadata[] children = withPods(executed(plan(SCALED)), BLUE, 8, 8);

        AppPlan plan = plan(SCALED, AppFixture.selecting(children, "notes-web", Color.GREEN));

        assertThat(replicas(plan, BLUE)).isNull();
        assertThat(replicas(plan, GREEN)).isEqualTo(3);
        assertThat(plan.autoscalers())
                .singleElement()
                .satisfies(autoscaler -> assertThat(
                                autoscaler.getSpec().getScaleTargetRef().getName())
                        .isEqualTo(GREEN));
    }

    @Test
    void aComponentThatMayRunAsOnePodHasNoBudget() {
        assertThat(Stacks.effective(FIXED).components().getFirst().minReplicas())
                .isEqualTo(3);
        assertThat(plan(FIXED).desired()).anyMatch(object -> "PodDisruptionBudget".equals(object.getKind()));
        assertThat(plan(FIXED.replace("min: 3", "min: 1")).desired())
                .noneMatch(object -> "PodDisruptionBudget".equals(object.getKind()));
    }
}
