package io.carestack.operator.app;

import io.carestack.operator.api.CareStackStatus.ComponentStatus;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a component is.
 *
 * @param done whether every wanted pod is of the newest template and ready
 * @param problem what is wrong, in the words of a pod or of the Deployment
 */
record ComponentProgress(String name, int ready, int wanted, String image, boolean done, Optional<String> problem) {

    static ComponentProgress of(EffectiveComponent component, ComponentObservation seen) {
        Optional<Deployment> live = seen.liveDeployment();
        int wanted = component
                .autoscaling()
                .flatMap(ignored -> live)
                .map(deployment -> deployment.getSpec().getReplicas())
                .orElse(component.minReplicas());
        DeploymentStatus status = live.map(Deployment::getStatus).orElseGet(DeploymentStatus::new);
        int ready = count(status.getReadyReplicas());
        boolean current = live.filter(deployment ->
                        Objects.equals(deployment.getMetadata().getGeneration(), status.getObservedGeneration()))
                .isPresent();
        boolean done = current
                && ready >= wanted
                && count(status.getUpdatedReplicas()) >= wanted
                && count(status.getReplicas()) <= count(status.getUpdatedReplicas());
        return new ComponentProgress(
                component.name(),
                Math.min(ready, wanted),
                wanted,
                live.flatMap(AppStatus::image).orElse(component.image()),
                done,
                done ? Optional.empty() : problem(seen, status));
    }

    String sentence() {
        return name + ": " + problem.orElse("");
    }

    ComponentStatus status() {
        return new ComponentStatus(name, ready, wanted, image, problem.orElse(null));
    }

    private static Optional<String> problem(ComponentObservation seen, DeploymentStatus status) {
        List<Pod> pods = seen.pods().stream()
                .filter(pod -> seen.live()
                        .label()
                        .equals(Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.<String, String>of())
                                .get(Labels.COLOR)))
                .toList();
        return PodProblem.worst(pods)
                .map(PodProblem::sentence)
                .or(() -> status.getConditions().stream()
                        .filter(ComponentProgress::failed)
                        .map(condition -> condition.getReason() + ": " + condition.getMessage())
                        .findFirst());
    }

    private static boolean failed(DeploymentCondition condition) {
        return switch (condition.getType()) {
            case "ReplicaFailure" -> "True".equals(condition.getStatus());
            case "Progressing" -> "False".equals(condition.getStatus());
            default -> false;
        };
    }

    private static int count(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
