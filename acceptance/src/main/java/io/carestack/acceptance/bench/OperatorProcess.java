package io.carestack.acceptance.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operator's jar as a process of its own, with the Java options of the image. */
record OperatorProcess(MeasuredProcess measured, int port) implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** @param more Java options, such as the AOT cache */
    static OperatorProcess start(Path jar, Path kubeconfig, String namespace, Path log, List<String> more)
            throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(JavaOptions.java()));
        command.addAll(JavaOptions.ofTheImage());
        command.addAll(more);
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder();
        builder.environment()
                .putAll(Map.of(
                        "KUBECONFIG",
                        kubeconfig.toString(),
                        "CARESTACK_HTTP_PORT",
                        Integer.toString(port),
                        "CARESTACK_LEADER_ELECTION",
                        "false",
                        "CARESTACK_WATCH_NAMESPACES",
                        namespace));
        return new OperatorProcess(MeasuredProcess.start(command, builder, log), port);
    }

    /** Its own metrics; empty while it does not serve them. */
    Optional<Exposition> metrics() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return Optional.of(
                    Exposition.parse(HTTP.send(request, BodyHandlers.ofString()).body()));
        } catch (IOException e) {
            if (!measured.process().isAlive()) {
                throw new IllegalStateException(
                        "the operator has ended with " + measured.process().exitValue(), e);
            }
            return Optional.empty();
        }
    }

    /** Passes that have ended; 0 while it does not serve metrics. */
    long passes() throws InterruptedException {
        return metrics()
                .map(metrics -> Math.round(metrics.sum("reconciliations_execution_duration_seconds_count")))
                .orElse(0L);
    }

    @Override
    public void close() {
        measured.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
