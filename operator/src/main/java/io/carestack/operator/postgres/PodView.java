package io.carestack.operator.postgres;

import io.carestack.operator.kube.Labels;
import io.carestack.operator.postgres.design.InstancePod;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** Whether the database's own container is ready; that another one beside it is not says nothing about the database. */
    boolean ready() {
        return pod.getStatus() != null
                && Objects.requireNonNullElse(pod.getStatus().getConditions(), List.<PodCondition>of()).stream()
                        .anyMatch(condition -> "Ready".equals(condition.getType())
                                && ("True".equals(condition.getStatus())
                                        || "ContainersNotReady".equals(condition.getReason())
                                                && own().anyMatch(container ->
                                                        Boolean.TRUE.equals(container.getReady()))));
    }

    private Stream<ContainerStatus> own() {
        List<ContainerStatus> containers = pod.getStatus() == null
                ? List.of()
                : Objects.requireNonNullElse(pod.getStatus().getContainerStatuses(), List.of());
        return containers.stream().filter(container -> container.getName().equals(CONTAINER));
    }

    /** Whether its container is known not to run. */
    boolean ended() {
        return own().anyMatch(container ->
                container.getState() != null && container.getState().getRunning() == null);
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
        Optional<String> waiting = own().map(ContainerStatus::getState)
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
