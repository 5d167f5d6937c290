package io.carestack.acceptance;

import io.carestack.operator.CareStackOperator;
import io.carestack.sandbox.apiserver.SandboxApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;

/** An API server with an operator and nothing else: children are made and never run. Needs no rights and starts at once. */
final class ApiStage implements AutoCloseable {
    private final SandboxApiServer server;
    private final Config config;
    private final KubernetesClient client;
    private final Set<String> namespaces;
    private CareStackOperator operator;

    private ApiStage(SandboxApiServer server, Config config, KubernetesClient client, Set<String> namespaces) {
        this.server = server;
        this.config = config;
        this.client = client;
        this.namespaces = namespaces;
        this.operator = Stage.operator(config, namespaces);
    }

    static ApiStage start() {
        return start(Set.of());
    }

    /** With an operator that looks after these namespaces only. */
    static ApiStage start(Set<String> namespaces) {
        SandboxApiServer server = SandboxApiServer.create().start();
        Config config = new ConfigBuilder(Config.fromKubeconfig(server.kubeconfig()))
                .withRequestRetryBackoffLimit(0)
                .build();
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        Stage.install(client, Repository.path("crds/carestacks.carestack.io.yaml"));
        return new ApiStage(server, config, client, namespaces);
    }

    SandboxApiServer server() {
        return server;
    }

    /** A namespace of its own for one test. */
    Space space(String name) {
        return Space.create(client, name);
    }

    /** Passes that the running operator has ended, by its own metrics. */
    long passes() {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operator.httpPort() + "/metrics"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("reconciliations_execution_duration_seconds_count "))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The operator ends here, as a process does that is killed. */
    void stopOperator() {
        operator.close();
    }

    /** Another operator with empty memory, after {@link #stopOperator()}. */
    void startOperator() {
        operator = Stage.operator(config, namespaces);
    }

    void restartOperator() {
        stopOperator();
        startOperator();
    }

    @Override
    public void close() {
        operator.close();
        client.close();
        server.close();
    }
}
