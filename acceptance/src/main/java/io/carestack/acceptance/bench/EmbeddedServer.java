package io.carestack.acceptance.bench;

import io.carestack.acceptance.Stage;
import io.carestack.sandbox.apiserver.SandboxApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The sandbox's API server alone, in this process: no controllers and no node, so nothing writes but the operator and the load. */
final class EmbeddedServer implements Server {
    private final SandboxApiServer server;
    private final KubernetesClient client;
    private final Path kubeconfig;
    private long writes;

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
                + " generator and its watches; the operator is a process of its own. Requests are"
                + " those that the operator's own metrics count; the server's log has to agree.";
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
    public synchronized Optional<Long> loggedWrites() {
        writes += server.requestLog().drain().stream()
                .filter(entry -> entry.userAgent().startsWith(Stage.OPERATOR) && entry.isWrite())
                .count();
        return Optional.of(writes);
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
