package io.carestack.operator.postgres;

import io.carestack.operator.kube.Labels;
import io.carestack.operator.postgres.design.InstancePod;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A pod of an instance, as far as the protocol cares. */
record PodView(Pod pod) {
    private static final String CONTAINER = "postgres";

    /** With which the entrypoint ends when the server did, and its volume is full: ENOSPC. */
    private static final int NO_SPACE = 28;

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
        return conditions().stream()
                .anyMatch(condition -> "Ready".equals(condition.getType())
                        && ("True".equals(condition.getStatus())
                                || "ContainersNotReady".equals(condition.getReason())
                                        && container()
                                                .filter(own -> Boolean.TRUE.equals(own.getReady()))
                                                .isPresent()));
    }

    /** Whether its container is known not to run. */
    boolean ended() {
        return container()
                .filter(container ->
                        container.getState() != null && container.getState().getRunning() == null)
                .isPresent();
    }

    private Optional<ContainerStatus> container() {
        return containers().stream()
                .filter(container -> container.getName().equals(CONTAINER))
                .findFirst();
    }

    private List<ContainerStatus> containers() {
        return pod.getStatus() == null
                ? List.of()
                : Objects.requireNonNullElse(pod.getStatus().getContainerStatuses(), List.of());
    }

    private List<PodCondition> conditions() {
        return pod.getStatus() == null
                ? List.of()
                : Objects.requireNonNullElse(pod.getStatus().getConditions(), List.of());
    }

    /**
     * Whether its server ended for want of space and has not been back since. The entrypoint then waits for space, so that the container may run again.
     */
    boolean full() {
        return container()
                .filter(container -> exitCode(container.getState())
                        .or(() -> exitCode(container.getLastState()))
                        .filter(code -> code == NO_SPACE)
                        .isPresent())
                .filter(container -> !readySinceStart(container))
                .isPresent();
    }

    private static Optional<Integer> exitCode(@Nullable ContainerState state) {
        return Optional.ofNullable(state).map(ContainerState::getTerminated).map(ContainerStateTerminated::getExitCode);
    }

    private boolean readySinceStart(ContainerStatus container) {
        return ready()
                || Optional.ofNullable(container.getState())
                        .map(ContainerState::getRunning)
                        .map(ContainerStateRunning::getStartedAt)
                        .filter(started -> conditions().stream()
                                .filter(condition -> "Ready".equals(condition.getType()))
                                .map(PodCondition::getLastTransitionTime)
                                .anyMatch(changed -> changed != null
                                        && Instant.parse(changed).isAfter(Instant.parse(started))))
                        .isPresent();
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
        if (full()) {
            return "its volume is full; raise spec.postgres.storage.size";
        }
        Optional<String> waiting = container().stream()
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getWaiting() != null)
                .map(state -> state.getWaiting().getReason()
                        + (state.getWaiting().getMessage() == null
                                ? ""
                                : ": " + state.getWaiting().getMessage()))
                .findFirst();
        Optional<String> unschedulable = conditions().stream()
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .map(condition -> condition.getReason() + ": " + condition.getMessage())
                .findFirst();
        return waiting.or(() -> unschedulable).orElse(address().isEmpty() ? "the pod has no address yet" : "");
    }
}
