package io.carestack.sandbox.node;

import io.carestack.sandbox.machinery.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A running container: the processes below the first one of its process namespace. */
final class ContainerProcess {
    private final Process supervisor;
    private final ContainerSpec spec;

    ContainerProcess(Process supervisor, ContainerSpec spec) {
        this.supervisor = supervisor;
        this.spec = spec;
    }

    /** Completes with the exit code of the first process, 128 + n when signal n ended it. */
    CompletableFuture<Integer> exit() {
        return supervisor.onExit().thenApply(Process::exitValue);
    }

    boolean isAlive() {
        return supervisor.isAlive();
    }

    /** The host's id of the container's first process. */
    Optional<Long> firstProcess() {
        return children(supervisor.pid()).stream().findFirst();
    }

    /** The host's ids of all of the container's processes, parents before children. */
    List<Long> processes() {
        List<Long> found = new ArrayList<>(children(supervisor.pid()));
        for (int i = 0; i < found.size(); i++) {
            found.addAll(children(found.get(i)));
        }
        return found;
    }

    private static List<Long> children(long pid) {
        try {
            String text = Files.readString(Path.of("/proc/" + pid + "/task/" + pid + "/children"));
            return text.isBlank()
                    ? List.of()
                    : List.of(text.strip().split(" ")).stream()
                            .map(Long::valueOf)
                            .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Sends a signal to the first process. */
    void signal(String signal) {
        firstProcess().ifPresent(pid -> kill(signal, List.of(pid)));
    }

    /** Sends a signal to every process of the container. */
    void signalAll(String signal) {
        kill(signal, processes());
    }

    private static void kill(String signal, List<Long> pids) {
        if (pids.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-s", signal));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        Shell.run(command, "", Duration.ofSeconds(10));
    }

    /** Ends the container at once. */
    void destroy() {
        signal("KILL");
        supervisor.destroyForcibly();
    }

    /** Runs a command inside the container as the container's user; 126 when the container is gone. */
    Shell.Result execute(List<String> command, Duration limit) {
        Optional<Long> first = firstProcess();
        if (first.isEmpty()) {
            return new Shell.Result(126, "container not running");
        }
        List<String> words = new ArrayList<>(List.of(
                "nsenter", "--target=" + first.get(), "--mount", "--net", "--pid", "--ipc", "--uts", "--root", "--wd"));
        words.addAll(ContainerLauncher.underIdentity(spec, command));
        return Shell.run(words, "", limit);
    }
}
