package io.carestack.operator.app;

import static io.carestack.operator.app.AppFixture.installed;
import static io.carestack.operator.app.AppFixture.observe;
import static io.carestack.operator.app.AppFixture.plan;
import static io.carestack.operator.app.AppFixture.selecting;
import static io.carestack.operator.app.AppFixture.withPods;
import static io.carestack.operator.app.AppFixture.without;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;

class LiveColorTest {
    private static final EffectiveStack STACK = Stacks.effective("""
            components:
            - {name: web, image: 'notes:1', port: 80, replicas: {min: 2}}
            - {name: worker, image: 'worker:1', replicas: {min: 2}}
            """);
    private static final EffectiveStack WORKERS =
            Stacks.effective("components: [{name: worker, image: 'worker:1', replicas: {min: 2}}]");

    @Test
    void aNewStackIsBlue() {
        assertThat(live("web")).isEqualTo(Color.BLUE);
        assertThat(live("worker")).isEqualTo(Color.BLUE);
    }

    @Test
    void theColourThatTheServiceSelectsIsLiveWhateverTheSizes() {
        HasMetadata[] children = selecting(installed(STACK), "notes-web", Color.GREEN);

        AppPlan plan = plan(STACK, children);

        assertThat(plan.live()).isEqualTo(Color.GREEN);
        assertThat(selector(plan, "notes-web")).isEqualTo("green");
        assertThat(selector(plan, "notes-web-preview")).isEqualTo("blue");
        assertThat(AppFixture.find(plan, PodDisruptionBudget.class, "notes-web")
                        .orElseThrow()
                        .getSpec()
                        .getSelector()
                        .getMatchLabels())
                .containsEntry(Labels.COLOR, "green");
    }

    @Test
    void aWorkerFollowsTheServicesOfTheOthers() {
        HasMetadata[] children = selecting(installed(STACK), "notes-web", Color.GREEN);

        assertThat(live("worker", withPods(children, "notes-worker-blue", 2, 2)))
                .isEqualTo(Color.GREEN);
    }

    @Test
    void aMissingServiceComesBackOnTheColourWithTheMostReadyPods() {
        HasMetadata[] children = without(installed(STACK), "Service", "notes-web");
        children = withPods(children, "notes-web-blue", 2, 1);
        children = withPods(children, "notes-web-green", 2, 2);

        assertThat(live("web", children)).isEqualTo(Color.GREEN);
    }

    @Test
    void aMissingServiceWithoutReadyPodsComesBackOnTheColourThatHasASize() {
        HasMetadata[] children = without(installed(STACK), "Service", "notes-web");
        children = withPods(children, "notes-web-blue", 0, 0);
        children = withPods(children, "notes-web-green", 2, 0);

        assertThat(live("web", children)).isEqualTo(Color.GREEN);
    }

    @Test
    void aStackOfWorkersIsLiveWhereItsPodsAre() {
        HasMetadata[] children = installed(WORKERS);
        children = withPods(children, "notes-worker-blue", 0, 0);
        children = withPods(children, "notes-worker-green", 2, 2);

        assertThat(observe(WORKERS, children).component("worker").live()).isEqualTo(Color.GREEN);
    }

    private static Color live(String component, HasMetadata... children) {
        return observe(STACK, children).component(component).live();
    }

    private static String selector(AppPlan plan, String service) {
        return AppFixture.find(plan, Service.class, service)
                .orElseThrow()
                .getSpec()
                .getSelector()
                .getOrDefault(Labels.COLOR, "");
    }
}
