package io.carestack.acceptance.chaos;

import io.carestack.operator.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Operators as processes of their own, without leader election: each believes that it leads. They can be killed at any instruction. */
final class Operators implements AutoCloseable {
    private static final String LOGGING = """
            handlers=%s
            org.postgresql.core.v3.level=FINEST
            """.formatted(HaltingHandler.class.getName());

    private final Path kubeconfig;
    private final String namespace;
    private final Path directory;
    private final List<Process> running = new CopyOnWriteArrayList<>();

    /** @param directory for their logs */
    Operators(Path kubeconfig, String namespace, Path directory) {
        this.kubeconfig = kubeconfig;
        this.namespace = namespace;
        this.directory = directory;
    }

    /** Another operator beside those that run. */
    Process start() throws IOException {
        return start(List.of());
    }

    /** One that dies at the n-th statement by which it changes an instance, see {@link HaltingHandler}. */
    Process startHaltingAt(int statement) throws IOException {
        Path logging = Files.writeString(directory.resolve("halting.properties"), LOGGING);
        return start(List.of(
                "-Djava.util.logging.config.file=" + logging, "-D" + HaltingHandler.PROPERTY + "=" + statement));
    }

    /** Ends all of them without a warning, and waits until they are gone. */
    void kill() throws InterruptedException {
        running.forEach(Process::destroyForcibly);
        for (Process process : running) {
            process.waitFor();
        }
        running.clear();
    }

    /** Whether one of them lives. */
    boolean isRunning() {
        return running.stream().anyMatch(Process::isAlive);
    }

    /** Ends all that run but the oldest. */
    void killOthers() throws InterruptedException {
        for (Process process : running.subList(1, running.size()).toArray(Process[]::new)) {
            process.destroyForcibly().waitFor();
            running.remove(process);
        }
    }

    private Process start(List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-Xss512k",
                "-DCARESTACK_LOG_LEVEL=" + System.getProperty("chaos.operator.log", "INFO")));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), Main.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("operator.log").toFile()));
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        builder.environment().put("CARESTACK_WATCH_NAMESPACES", namespace);
        builder.environment().put("CARESTACK_LEADER_ELECTION", "false");
        builder.environment().put("CARESTACK_HTTP_PORT", "0");
        Process process = builder.start();
        running.add(process);
        return process;
    }

    /** In a test, the one that the test's own starter was told. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Asks them to end. */
    @Override
    public void close() throws InterruptedException {
        running.forEach(Process::destroy);
        for (Process process : running) {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
        running.clear();
    }
}
