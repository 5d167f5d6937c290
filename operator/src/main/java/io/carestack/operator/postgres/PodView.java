package io.carestack.operator.postgres;

import io.carestack.operator.kube.Labels;
import io.carestack.operator.postgres.design.InstancePod;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A pod of an instance, as far as the protocol cares. */
record PodView(Pod pod) {
    private static final String CONTAINER = "postgres";

    String name() {
        return pod.getMetadata().getName();
    }

    Optional<String> address() {
        return Optional.ofNullable(pod.getStatus())
                .map(status -> status.getPodIP())
                .filter(address -> !address.isEmpty());
    }

    boolean ready() {
        return pod.getStatus() != null
                && pod.getStatus().getConditions() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /** Whether its container is known not to run. */
    boolean ended() {
        List<ContainerStatus> containers = pod.getStatus() == null
                ? List.of()
                : Objects.requireNonNullElse(pod.getStatus().getContainerStatuses(), List.of());
        return containers.stream()
                .anyMatch(container -> container.getName().equals(CONTAINER)
                        && container.getState() != null
                        && container.getState().getRunning() == null);
    }

    /** Whether it was made when the spec said something else about it. */
    boolean outdated(String fingerprint) {
        return Optional.ofNullable(pod.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(InstancePod.POD_FINGERPRINT))
                .filter(made -> !made.equals(fingerprint))
                .isPresent();
    }

    /** Whether it is being deleted: its days are counted, also while it works. */
    boolean leaving() {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    Optional<String> role() {
        return Optional.ofNullable(pod.getMetadata().getLabels()).map(labels -> labels.get(Labels.ROLE));
    }

    /** Why it does not run, in Kubernetes' own words; empty when it runs. */
    String trouble() {
        if (pod.getStatus() == null) {
            return "the pod is new";
        }
        List<ContainerStatus> containers =
                Objects.requireNonNullElse(pod.getStatus().getContainerStatuses(), List.of());
        Optional<String> waiting = containers.stream()
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getWaiting() != null)
                .map(state -> state.getWaiting().getReason()
                        + (state.getWaiting().getMessage() == null
                                ? ""
                                : ": " + state.getWaiting().getMessage()))
                .findFirst();
        Optional<String> unschedulable =
                Objects.requireNonNullElse(pod.getStatus().getConditions(), List.<PodCondition>of()).stream()
                        .filter(condition ->
                                "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                        .map(condition -> condition.getReason() + ": " + condition.getMessage())
                        .findFirst();
        return waiting.or(() -> unschedulable).orElse(address().isEmpty() ? "the pod has no address yet" : "");
    }
}
