package io.carestack.operator.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Memories;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.References;
import io.carestack.operator.rollout.observe.Releases;
import io.carestack.operator.rollout.observe.RolloutContext;
import io.carestack.operator.rollout.observe.RolloutObjects;
import io.carestack.operator.rollout.plan.Gate;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.RolloutStep;
import io.carestack.operator.rollout.release.ReleaseDesign;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HibernationTest {
    private static final String ASLEEP = "hibernate: true\ncomponents: [{name: web, image: 'notes:1', port: 80}]";
    private static final RolloutMemory STABLE = Memories.stable(new Revision("h1", Color.BLUE));
    private static final RolloutStep PAUSED = new RolloutStep.Wait("Paused", "paused", Optional.empty());

    @Test
    void podsOfBothColoursGoOneDeploymentAfterTheOther() {
        assertThat(next(ASLEEP, STABLE, PAUSED, deployment(Color.BLUE, 3), deployment(Color.GREEN, 2)))
                .contains(new RolloutStep.Scale("web", Color.BLUE, 0, "7"));
        assertThat(next(ASLEEP, STABLE, PAUSED, deployment(Color.BLUE, 0), deployment(Color.GREEN, 2)))
                .contains(new RolloutStep.Scale("web", Color.GREEN, 0, "7"));
        assertThat(next(ASLEEP, STABLE, PAUSED, deployment(Color.BLUE, 0), deployment(Color.GREEN, 0)))
                .isEmpty();
    }

    @Test
    void aReleaseThatHasBegunToSwitchComesToItsEndFirst() {
        RolloutStep scale = new RolloutStep.Scale("web", Color.GREEN, 3, "7");
        RolloutStep watching = new RolloutStep.Wait("Monitoring", "", Optional.empty());

        assertThat(next(ASLEEP, STABLE, scale, deployment(Color.BLUE, 3))).isEmpty();
        assertThat(next(ASLEEP, STABLE, watching, deployment(Color.BLUE, 3))).isEmpty();
    }

    @Test
    void aReleaseThatIsHeldBeforeItsSwitchLetsThePodsGo() {
        RolloutStep held = new RolloutStep.Wait("Held", "paused", Optional.empty());

        assertThat(next(ASLEEP, STABLE, held, deployment(Color.GREEN, 3)))
                .contains(new RolloutStep.Scale("web", Color.GREEN, 0, "7"));
    }

    @Test
    void whatIsOnlyPausedKeepsItsPods() {
        String paused = ASLEEP.replace("hibernate", "paused");

        assertThat(next(paused, STABLE, PAUSED, deployment(Color.BLUE, 3))).isEmpty();
    }

    @Test
    void nothingGoesBeforeItIsKnownWhatServes() {
        assertThat(next(ASLEEP, RolloutMemory.NOTHING, PAUSED, deployment(Color.BLUE, 3)))
                .isEmpty();
    }

    private static Optional<RolloutStep.Scale> next(
            String spec, RolloutMemory memory, RolloutStep planned, Deployment... deployments) {
        EffectiveStack stack = Stacks.effective(spec);
        References references = new References(Map.of());
        return Hibernation.next(
                new RolloutContext(
                        stack,
                        references,
                        ReleaseDesign.of(stack, references),
                        new Releases(new Children(List.of())),
                        Gate.OPEN),
                new RolloutObjects(
                        List.of(),
                        List.of(deployments),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()),
                memory,
                planned);
    }

    private static Deployment deployment(Color color, int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("notes-web-" + color.label())
                .withResourceVersion("7")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .endSpec()
                .build();
    }
}
