package io.carestack.acceptance.releases;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** A Prometheus (Debian: package prometheus) that scrapes pods with the labels that a stack's own ServiceMonitors add. */
record Prometheus(Process process, String address, Path directory) implements AutoCloseable {
    private static final String CONFIGURATION = """
            global: {scrape_interval: 1s, scrape_timeout: 1s}
            scrape_configs:
            - job_name: pods
              file_sd_configs: [{files: [%s/targets*.json], refresh_interval: 1s}]
            """;

    /** One that scrapes nothing yet; its data go to a directory. */
    static Prometheus start(Path directory) throws IOException {
        int port = freePort();
        Path configuration = Files.writeString(directory.resolve("prometheus.yml"), CONFIGURATION.formatted(directory));
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
        return new Prometheus(process, "http://127.0.0.1:" + port, directory);
    }

    /** From now on these. */
    void scrape(String namespace, String stack, List<Pod> pods) throws IOException {
        List<Map<String, Object>> targets = pods.stream()
                .map(pod -> Map.of(
                        "targets",
                        List.of(pod.getStatus().getPodIP() + ":3001"),
                        "labels",
                        Map.of(
                                "namespace",
                                namespace,
                                "carestack_io_stack",
                                stack,
                                "carestack_io_color",
                                pod.getMetadata().getLabels().getOrDefault("carestack.io/color", ""),
                                "app_kubernetes_io_component",
                                "web")))
                .toList();
        Path written = Files.writeString(directory.resolve("written"), Serialization.asJson(targets));
        Files.move(written, directory.resolve("targets.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
