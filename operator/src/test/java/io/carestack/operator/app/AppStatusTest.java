package io.carestack.operator.app;

import static io.carestack.operator.app.AppFixture.FIXED;
import static io.carestack.operator.app.AppFixture.installed;
import static io.carestack.operator.app.AppFixture.observe;
import static io.carestack.operator.app.AppFixture.plan;
import static io.carestack.operator.app.AppFixture.withPods;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.CareStackStatus.ComponentStatus;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.ConditionValue.Truth;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppStatusTest {
    private static final EffectiveStack STACK = Stacks.effective(FIXED);
    private static final HasMetadata[] CHILDREN = installed(STACK);

    @Test
    void aStackWithAllItsPodsIsReady() {
        AppStatus status = status(withPods(CHILDREN, "notes-web-blue", 3, 3));

        assertThat(status.condition())
                .isEqualTo(ConditionValue.yes("ComponentsReady", "PodsReady", "Pods are ready: web 3/3"));
        assertThat(status.components()).containsExactly(new ComponentStatus("web", 3, 3, "notes:1.4.2", null));
        assertThat(status.live()).isEqualTo("blue/1.4.2");
        assertThat(status.app()).isEqualTo("3/3");
    }

    @Test
    void podsThatStartAreNoProblem() {
        AppStatus status = status(with(withPods(CHILDREN, "notes-web-blue", 3, 1), waiting("ContainerCreating", "")));

        assertThat(status.condition())
                .isEqualTo(ConditionValue.no("ComponentsReady", "PodsStarting", "Pods are starting: web 1/3"));
        assertThat(status.components().getFirst().problem()).isNull();
    }

    @Test
    void anImageThatCannotBePulledIsToldInThePodsOwnWords() {
        AppStatus status = status(with(CHILDREN, waiting("ErrImagePull", "manifest unknown: notes:1.4.3")));

        assertThat(status.condition())
                .isEqualTo(ConditionValue.no(
                        "ComponentsReady", "PodsFailing", "web: ErrImagePull: manifest unknown: notes:1.4.3"));
    }

    @Test
    void theBackOffOfAPullReadsLikeThePullItself() {
        AppStatus status = status(with(
                CHILDREN,
                waiting("ImagePullBackOff", "Back-off pulling image \"notes:1.4.3\": ErrImagePull: manifest unknown")));

        assertThat(status.components().getFirst().problem()).isEqualTo("ErrImagePull: manifest unknown");
    }

    @Test
    void aCrashLoopTellsTheLastExitCodeAndNotTheBackOffThatChangesEveryTime() {
        AppStatus status = status(with(CHILDREN, pod("""
                containerStatuses:
                - name: web
                  ready: false
                  state: {waiting: {reason: CrashLoopBackOff, message: back-off 2m40s restarting}}
                  lastState: {terminated: {exitCode: 137, reason: OOMKilled}}
                """)));

        assertThat(status.components().getFirst().problem()).isEqualTo("CrashLoopBackOff: exit code 137 (OOMKilled)");
    }

    @Test
    void aMissingKeyIsNamed() {
        AppStatus status = status(with(
                CHILDREN,
                waiting("CreateContainerConfigError", "couldn't find key uri in Secret care/notes-postgres-app")));

        assertThat(status.components().getFirst().problem())
                .isEqualTo("CreateContainerConfigError: couldn't find key uri in Secret care/notes-postgres-app");
    }

    @Test
    void aPodThatFitsNowhereTellsWhy() {
        AppStatus status = status(with(CHILDREN, pod("""
                conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 0/3 nodes are available}]
                """)));

        assertThat(status.condition().message()).isEqualTo("web: Unschedulable: 0/3 nodes are available");
    }

    @Test
    void aPodThatRunsButIsNotReadyIsToldApartFromOneThatStarts() {
        AppStatus status = status(with(CHILDREN, pod("""
                containerStatuses: [{name: web, ready: false, started: true, state: {running: {}}}]
                """)));

        assertThat(status.components().getFirst().problem()).startsWith("NotReady: ");
    }

    @Test
    void aQuotaThatRefusesPodsIsToldFromTheDeployment() {
        HasMetadata[] children = withPods(CHILDREN, "notes-web-blue", 3, 0);
        for (HasMetadata child : children) {
            if (child instanceof Deployment deployment && deployment.getStatus() != null) {
                deployment
                        .getStatus()
                        .getConditions()
                        .add(new DeploymentConditionBuilder()
                                .withType("ReplicaFailure")
                                .withStatus("True")
                                .withReason("FailedCreate")
                                .withMessage("exceeded quota")
                                .build());
            }
        }

        assertThat(status(children).condition().message()).isEqualTo("web: FailedCreate: exceeded quota");
    }

    @Test
    void aMissingReferenceIsTheFirstThingToTell() {
        EffectiveStack stack = Stacks.effective(
                "components: [{name: web, image: 'notes:1', port: 80, envFrom: [{secretRef: {name: keys}}]}]");
        AppObservation seen = observe(stack);

        ConditionValue condition = AppStatus.of(
                        stack,
                        seen,
                        AppPlanner.plan(stack, seen, AppFixture.allKnownBut(stack, "keys"), AppFixture.BEGINS))
                .condition();

        assertThat(condition.truth()).isEqualTo(Truth.False);
        assertThat(condition.reason()).isEqualTo("ReferenceMissing");
        assertThat(condition.message())
                .isEqualTo("spec.components[0].envFrom[0].secretRef: Secret keys does not exist in namespace care;"
                        + " create it or correct the name");
    }

    @Test
    void anAutoscaledComponentWantsWhatItsAutoscalerWants() {
        EffectiveStack stack = Stacks.effective(AppFixture.SCALED);
        HasMetadata[] children = withPods(installed(stack), "notes-web-blue", 8, 6);
        AppObservation seen = observe(stack, children);

        assertThat(AppStatus.of(stack, seen, plan(stack, children)).app()).isEqualTo("6/8");
    }

    @ParameterizedTest
    @CsvSource({
        "notes:1.4.2, 1.4.2",
        "registry:5000/acme/notes:2, 2",
        "registry:5000/acme/notes, latest",
        "notes, latest",
        "notes@sha256:0123456789abcdef, 0123456789ab",
        "notes:1.4@sha256:0123456789abcdef, 1.4"
    })
    void aReleaseIsCalledByItsTagOrTheStartOfItsDigest(String image, String tag) {
        assertThat(ImageTag.of(image)).isEqualTo(tag);
    }

    private static AppStatus status(HasMetadata... children) {
        return AppStatus.of(STACK, observe(STACK, children), plan(STACK, children));
    }

    private static HasMetadata[] with(HasMetadata[] children, HasMetadata more) {
        return Stream.concat(Stream.of(children), Stream.of(more)).toArray(HasMetadata[]::new);
    }

    private static Pod waiting(String reason, String message) {
        Pod pod = pod("containerStatuses: [{name: web, ready: false, state: {waiting: {}}}]");
        pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getState()
                .getWaiting()
                .setReason(reason);
        pod.getStatus()
                .getContainerStatuses()
                .getFirst()
                .getState()
                .getWaiting()
                .setMessage(message);
        return pod;
    }

    private static Pod pod(String statusYaml) {
        Pod pod = Serialization.unmarshal("""
                apiVersion: v1
                kind: Pod
                metadata: {name: notes-web-blue-1, namespace: care}
                status:
                """ + statusYaml.indent(2), Pod.class);
        pod.getMetadata().setLabels(Labels.common("notes", "web"));
        pod.getMetadata().getLabels().put(Labels.COLOR, Color.BLUE.label());
        return pod;
    }
}
