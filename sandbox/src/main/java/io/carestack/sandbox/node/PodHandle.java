package io.carestack.sandbox.node;

import io.carestack.sandbox.machinery.Shell;
import io.carestack.sandbox.network.PodInterface;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A pod that has its network on this node. */
public final class PodHandle {
    private final PodWorker worker;
    private final PodRuntime runtime;

    PodHandle(PodWorker worker, PodRuntime runtime) {
        this.worker = worker;
        this.runtime = runtime;
    }

    public PodInterface network() {
        return runtime.network();
    }

    /** The directory with the pod's logs: one directory for each container, one numbered file for each run. */
    public Path logs() {
        return runtime.logs();
    }

    /** The directory behind a volume of the pod, which outlives the pod when it belongs to a claim. */
    public Path volume(String name) {
        return Optional.ofNullable(runtime.volumes().get(name))
                .orElseThrow(() -> new IllegalStateException("the pod has no volume " + name));
    }

    /** Sends a signal by its name without SIG to the container's first process. */
    public void signal(String container, String signal) {
        process(container).signal(signal);
    }

    /** Sends a signal to every process of every container. */
    public void signalAll(String signal) {
        worker.processes().values().forEach(process -> process.signalAll(signal));
    }

    /** Runs a command in the container as its user; exit code 124 when it took longer than the limit. */
    public Shell.Result execute(String container, Duration limit, String... command) {
        return process(container).execute(List.of(command), limit);
    }

    private ContainerProcess process(String container) {
        ContainerProcess process = worker.processes().get(container);
        if (process == null) {
            throw new IllegalStateException("container %s of %s does not run"
                    .formatted(container, worker.pod().getMetadata().getName()));
        }
        return process;
    }
}
