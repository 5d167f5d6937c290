package io.carestack.acceptance.bench;

import io.carestack.acceptance.Stage;
import io.carestack.sandbox.apiserver.SandboxApiServer;
import io.carestack.sandbox.apiserver.fault.RequestLog;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The sandbox's API server alone, in this process: no controllers and no node, so nothing writes but the operator and the load. */
final class EmbeddedServer implements Server {
    private final SandboxApiServer server;
    private final KubernetesClient client;
    private final Path kubeconfig;
    private long writes;
    private long reads;
    private final Map<String, Long> byKind = new TreeMap<>();

    private EmbeddedServer(SandboxApiServer server, KubernetesClient client, Path kubeconfig) {
        this.server = server;
        this.client = client;
        this.kubeconfig = kubeconfig;
    }

    static EmbeddedServer start(Path directory) throws IOException {
        SandboxApiServer server = SandboxApiServer.create().start();
        Path kubeconfig = Files.writeString(directory.resolve("sandbox.kubeconfig"), server.kubeconfig());
        Config config = Config.fromKubeconfig(server.kubeconfig());
        config.setUserAgent("bench");
        return new EmbeddedServer(
                server, new KubernetesClientBuilder().withConfig(config).build(), kubeconfig);
    }

    @Override
    public String description() {
        return "the sandbox's API server (plain HTTP, in memory, no controllers, no node). It shares its JVM with the load"
                + " generator and its watches; the operator is a process of its own. Requests are counted by the server's log.";
    }

    @Override
    public String name() {
        return "sandbox";
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    /** Adds up and empties the log, which would otherwise grow with the fleet. */
    @Override
    public synchronized Requests requests() {
        for (RequestLog.Entry entry : server.requestLog().drain()) {
            if (entry.userAgent().startsWith(Stage.OPERATOR)) {
                writes += entry.isWrite() ? 1 : 0;
                reads += entry.isRead() ? 1 : 0;
                if (entry.isWrite() || entry.isRead()) {
                    byKind.merge(kind(entry), 1L, Long::sum);
                }
            }
        }
        return new Requests(writes, reads, byKind);
    }

    private static String kind(RequestLog.Entry entry) {
        String subresource = entry.subresource().isEmpty() ? "" : "/" + entry.subresource();
        return entry.verb() + " " + entry.resource() + subresource + (entry.code() >= 400 ? " -> " + entry.code() : "");
    }

    @Override
    public int large(BenchSettings settings) {
        return settings.largeSandbox();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
