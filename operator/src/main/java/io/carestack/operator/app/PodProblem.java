package io.carestack.operator.app;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a pod, in its own words, without numbers that change at every retry.
 *
 * @param reason Kubernetes' own word, for example {@code ErrImagePull}
 * @param message the rest, one line of at most 300 characters
 */
public record PodProblem(String reason, String message) {
    private static final int LONGEST_MESSAGE = 300;
    private static final String PULL_ERROR = "ErrImagePull: ";

    /** Waiting for these is how every pod starts. */
    private static final List<String> STARTING = List.of("ContainerCreating", "PodInitializing");

    /** The worst first. */
    private static final List<String> SEVERITY = List.of(
            "InvalidImageName",
            "ErrImagePull",
            "ImagePullBackOff",
            "ErrImageNeverPull",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "CrashLoopBackOff",
            "Terminated",
            "Unschedulable");

    /** The worst problem of any of the pods. */
    public static Optional<PodProblem> worst(List<Pod> pods) {
        return pods.stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .flatMap(PodProblem::of)
                .min(Comparator.comparingInt(PodProblem::rank));
    }

    /** Reason and message in one line. */
    public String sentence() {
        return message.isEmpty() ? reason : reason + ": " + message;
    }

    private int rank() {
        int index = SEVERITY.indexOf(reason);
        return index < 0 ? SEVERITY.size() : index;
    }

    private static Stream<PodProblem> of(Pod pod) {
        if (pod.getStatus() == null || "Failed".equals(pod.getStatus().getPhase())) {
            return Stream.empty();
        }
        return Stream.concat(
                pod.getStatus().getContainerStatuses().stream()
                        .map(PodProblem::of)
                        .flatMap(Optional::stream),
                pod.getStatus().getConditions().stream().map(PodProblem::of).flatMap(Optional::stream));
    }

    private static Optional<PodProblem> of(PodCondition condition) {
        return "PodScheduled".equals(condition.getType()) && "Unschedulable".equals(condition.getReason())
                ? Optional.of(new PodProblem("Unschedulable", brief(condition.getMessage())))
                : Optional.empty();
    }

    private static Optional<PodProblem> of(ContainerStatus container) {
        ContainerState state = Objects.requireNonNullElseGet(container.getState(), ContainerState::new);
        if (state.getWaiting() != null) {
            return waiting(container, state.getWaiting());
        }
        if (state.getTerminated() != null) {
            return Optional.of(new PodProblem("Terminated", exit(state.getTerminated())));
        }
        boolean ready = Boolean.TRUE.equals(container.getReady());
        if (!ready && last(container).isPresent()) {
            return last(container).map(exit -> new PodProblem("Restarted", exit(exit)));
        }
        return !ready && Boolean.TRUE.equals(container.getStarted())
                ? Optional.of(new PodProblem("NotReady", "the pod runs, but its readiness probe fails"))
                : Optional.empty();
    }

    private static Optional<PodProblem> waiting(ContainerStatus container, ContainerStateWaiting waiting) {
        String reason = Objects.requireNonNullElse(waiting.getReason(), "");
        String message = brief(waiting.getMessage());
        if (reason.isEmpty() || STARTING.contains(reason)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (reason) {
                    case "CrashLoopBackOff" ->
                        new PodProblem(
                                reason, last(container).map(PodProblem::exit).orElse(""));
                    // The kubelet alternates between the error and the back-off that repeats it.
                    case "ImagePullBackOff" ->
                        message.contains(PULL_ERROR)
                                ? new PodProblem(
                                        "ErrImagePull",
                                        message.substring(message.indexOf(PULL_ERROR) + PULL_ERROR.length()))
                                : new PodProblem(reason, message);
                    default -> new PodProblem(reason, message);
                });
    }

    private static Optional<ContainerStateTerminated> last(ContainerStatus container) {
        return Optional.ofNullable(container.getLastState()).map(ContainerState::getTerminated);
    }

    private static String exit(ContainerStateTerminated terminated) {
        String reason = terminated.getReason() == null ? "" : " (" + terminated.getReason() + ")";
        String message = brief(terminated.getMessage());
        return "exit code " + terminated.getExitCode() + reason + (message.isEmpty() ? "" : ": " + message);
    }

    private static String brief(@Nullable String message) {
        String line = message == null ? "" : message.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
}
