package io.carestack.acceptance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@link EmptyClient} with the operator's Java options. */
final class EmptyClientProcess {
    private static final Duration REST = Duration.ofSeconds(3);

    private EmptyClientProcess() {}

    /** Memory at rest, and the time from the start of the process to the first answer. */
    record Result(double megabytes, double seconds) {}

    static Result measure(Server server, Fleet fleet, Path directory) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JavaOptions.java()));
        command.addAll(JavaOptions.ofTheImage());
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), EmptyClient.class.getName(), fleet.namespace()));
        ProcessBuilder builder = new ProcessBuilder();
        builder.environment().putAll(Map.of("KUBECONFIG", server.kubeconfig().toString()));
        Path log = directory.resolve("empty-client.log");
        Files.deleteIfExists(log);
        try (MeasuredProcess process = MeasuredProcess.start(command, builder, log)) {
            while (!Files.exists(log) || !Files.readString(log).contains("listed")) {
                if (!process.process().isAlive()) {
                    throw new IllegalStateException("the empty client has ended: " + Files.readString(log));
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            double seconds = (System.nanoTime() - process.startedNanos()) / 1e9;
            TimeUnit.SECONDS.sleep(REST.toSeconds());
            return new Result(process.residentMegabytes(), seconds);
        }
    }
}
