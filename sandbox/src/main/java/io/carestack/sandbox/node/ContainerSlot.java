package io.carestack.sandbox.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One container of one pod through all its runs; touched only by its pod's worker. */
final class ContainerSlot {
    private static final Duration LONG_RUN = Duration.ofMinutes(10);

    final Container container;
    final boolean init;
    volatile @Nullable ContainerProcess process;
    volatile int runs;
    boolean started;
    boolean ready;
    boolean stopping;
    int pullFailures;
    Instant notBefore = Instant.EPOCH;
    private ContainerState state = waiting("ContainerCreating", null);
    private ContainerState last = new ContainerState();
    private @Nullable Instant startedAt;
    private int failuresInARow;
    private String imageId = "";
    final List<Thread> probers = new ArrayList<>();

    ContainerSlot(Container container, boolean init) {
        this.container = container;
        this.init = init;
        if (init) {
            state = waiting("PodInitializing", null);
        }
    }

    /** An init container that keeps running beside the others. */
    boolean sidecar() {
        return init && "Always".equals(container.getRestartPolicy());
    }

    boolean running() {
        return state.getRunning() != null;
    }

    Optional<Integer> exitCode() {
        return Optional.ofNullable(state.getTerminated()).map(terminated -> terminated.getExitCode());
    }

    boolean succeeded() {
        return exitCode().filter(code -> code == 0).isPresent();
    }

    void waitFor(String reason, @Nullable String message) {
        if (state.getTerminated() != null) {
            last = state;
        }
        state = waiting(reason, message);
    }

    void runs(ContainerProcess now, String image, Instant at) {
        if (state.getTerminated() != null) {
            last = state;
        }
        process = now;
        runs++;
        pullFailures = 0;
        imageId = image;
        startedAt = at;
        started = container.getStartupProbe() == null;
        ready = started && container.getReadinessProbe() == null;
        stopping = false;
        state = new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt(text(at))
                .endRunning()
                .build();
    }

    /** Records the end of the run and how long the next one has to wait. */
    void ended(int exitCode, Instant at, NodeOptions options) {
        Instant from = startedAt == null ? at : startedAt;
        stopProbes();
        process = null;
        ready = false;
        started = false;
        state = new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(exitCode == 0 ? "Completed" : "Error")
                .withStartedAt(text(from))
                .withFinishedAt(text(at))
                .withContainerID("sandbox://" + container.getName() + "-" + runs)
                .endTerminated()
                .build();
        failuresInARow = Duration.between(from, at).compareTo(LONG_RUN) > 0 ? 0 : failuresInARow + 1;
        notBefore = at.plus(backOff(failuresInARow - 1, options));
    }

    /** Nothing at first, then doubling up to the limit. */
    static Duration backOff(int failures, NodeOptions options) {
        if (failures < 1) {
            return Duration.ZERO;
        }
        Duration wait = options.firstBackOff().multipliedBy(1L << Math.min(failures - 1, 20));
        return wait.compareTo(options.lastBackOff()) > 0 ? options.lastBackOff() : wait;
    }

    void stopProbes() {
        probers.forEach(Thread::interrupt);
        probers.clear();
    }

    ContainerStatus status() {
        return new ContainerStatusBuilder()
                .withName(container.getName())
                .withImage(container.getImage())
                .withImageID(imageId)
                .withContainerID(runs == 0 ? null : "sandbox://" + container.getName() + "-" + runs)
                .withReady(init && !sidecar() ? succeeded() : ready)
                .withStarted(running() && started)
                .withRestartCount(Math.max(0, runs - 1))
                .withState(state)
                .withLastState(last)
                .build();
    }

    private static ContainerState waiting(String reason, @Nullable String message) {
        return new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .build();
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
