package io.carestack.operator.rollout.plan;

import static io.carestack.operator.rollout.plan.ReleaseFixture.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.RolloutStep.Apply;
import io.carestack.operator.rollout.plan.RolloutStep.Autoscale;
import io.carestack.operator.rollout.plan.RolloutStep.Rest;
import io.carestack.operator.rollout.plan.RolloutStep.Scale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepairsTest {
    private static final Optional<AutoscalerSeen> AUTOSCALER =
            Optional.of(new AutoscalerSeen(Color.BLUE, Freeze.NONE, "7"));

    @Test
    void aFixedSizeThatSomebodyChangedComesBack() {
        assertThat(step(false, Optional.empty(), deployment("H1", 1)))
                .isEqualTo(new Scale("web", Color.BLUE, 2, "H1-version"));
        assertThat(step(false, Optional.empty(), deployment("H1", 2))).isInstanceOf(Rest.class);
    }

    @Test
    void aFixedSizeIsNotWrittenWhileAnAutoscalerIsStillThere() {
        assertThat(step(false, AUTOSCALER, deployment("H1", 8))).isNotInstanceOf(Scale.class);
    }

    @Test
    void theSizeThatAnAutoscalerChoseStays() {
        assertThat(step(true, AUTOSCALER, deployment("H1", 8))).isInstanceOf(Rest.class);
    }

    @Test
    void whatBecomesScaledKeepsTheSizeThatItHas() {
        assertThat(step(true, Optional.empty(), deployment("H1", 7))).isInstanceOf(Rest.class);
    }

    @Test
    void anAutoscalerLeavesASizeOfZeroAloneSoThatTheReleaseCuresIt() {
        assertThat(step(true, AUTOSCALER, deployment("H1", 0)))
                .isEqualTo(new Scale("web", Color.BLUE, 2, "H1-version"));
    }

    @Test
    void aDeletedDeploymentComesBackAtTheMinimum() {
        assertThat(RolloutPlanner.plan(seen(true, AUTOSCALER, Optional.empty()), stable().memory, ReleaseFixture.NOW))
                .isEqualTo(new Apply("web", Color.BLUE, "H1", 2, Optional.empty()));
    }

    @Test
    void anAutoscalerThatWasTurnedAwayFollowsWhatServes() {
        assertThat(step(true, Optional.of(new AutoscalerSeen(Color.GREEN, Freeze.BOTH, "7")), deployment("H1", 3)))
                .isEqualTo(new Autoscale("web", Color.BLUE, Freeze.NONE, "7"));
    }

    private static RolloutStep step(boolean autoscaled, Optional<AutoscalerSeen> autoscaler, DeploymentSeen blue) {
        return RolloutPlanner.plan(
                seen(autoscaled, autoscaler, Optional.of(blue)), stable().memory, ReleaseFixture.NOW);
    }

    private static RolloutObservation seen(
            boolean autoscaled, Optional<AutoscalerSeen> autoscaler, Optional<DeploymentSeen> blue) {
        ComponentSeen web = new ComponentSeen(
                "web",
                true,
                Set.of(Color.BLUE),
                2,
                autoscaled,
                Optional.of(new ServiceSeen(Color.BLUE, Optional.empty(), 0, "service")),
                autoscaler,
                blue,
                Optional.empty(),
                Set.of(Color.BLUE));
        return stable().seen(web);
    }

    private static ReleaseFixture stable() {
        ReleaseFixture fixture = new ReleaseFixture();
        fixture.spec = "H1";
        return fixture;
    }
}
