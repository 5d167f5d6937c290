package io.carestack.sandbox.node;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides which containers of a pod have to be started now: init containers in turn, then all others. */
final class ContainerDriver {
    /** Nothing is due; something will say when that changes. */
    static final Duration IDLE = Duration.ofMinutes(5);

    private final ContainerRuns runs;
    private final Clock clock;

    ContainerDriver(ContainerRuns runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    /** Starts what has to run and is not running; says when something is due next. */
    Duration drive(Pod pod, PodRuntime runtime, Instant now, List<ContainerSlot> init, List<ContainerSlot> main) {
        String initPolicy = "Never".equals(pod.getSpec().getRestartPolicy()) ? "Never" : "OnFailure";
        for (ContainerSlot slot : init) {
            if (slot.succeeded() && !slot.sidecar()) {
                continue;
            }
            Duration wait = keepRunning(slot, pod, runtime, now, slot.sidecar() ? "Always" : initPolicy);
            if (!slot.sidecar() || !slot.started) {
                return wait;
            }
        }
        Duration wait = IDLE;
        for (ContainerSlot slot : main) {
            Duration next = keepRunning(slot, pod, runtime, now, pod.getSpec().getRestartPolicy());
            wait = next.compareTo(wait) < 0 ? next : wait;
        }
        return wait;
    }

    /** Whether all main containers have ended and none is to be restarted. */
    static boolean isDone(Pod pod, List<ContainerSlot> main) {
        return main.stream()
                .allMatch(slot ->
                        slot.exitCode().isPresent() && !due(slot, pod.getSpec().getRestartPolicy()));
    }

    private static boolean due(ContainerSlot slot, String policy) {
        Optional<Integer> exit = slot.exitCode();
        return exit.isEmpty() || "Always".equals(policy) || ("OnFailure".equals(policy) && exit.get() != 0);
    }

    private Duration keepRunning(ContainerSlot slot, Pod pod, PodRuntime runtime, Instant now, String policy) {
        if (slot.running() || !due(slot, policy)) {
            return IDLE;
        }
        Duration left = Duration.between(now, slot.notBefore);
        if (left.isPositive()) {
            if (slot.exitCode().isPresent()) {
                backOff(slot, pod);
            }
            return left.plusMillis(1);
        }
        runs.start(slot, pod, runtime);
        Duration again = Duration.between(clock.instant(), slot.notBefore);
        return slot.running() || !again.isPositive() ? IDLE : again.plusMillis(1);
    }

    private void backOff(ContainerSlot slot, Pod pod) {
        String name = slot.container.getName();
        runs.event(pod, slot, "Warning", "BackOff", "Back-off restarting failed container " + name);
        slot.waitFor(
                "CrashLoopBackOff",
                "back-off restarting failed container=%s pod=%s_%s(%s)"
                        .formatted(
                                name,
                                pod.getMetadata().getName(),
                                pod.getMetadata().getNamespace(),
                                pod.getMetadata().getUid()));
    }
}
