package io.carestack.sandbox.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A server that the same tests run against: the sandbox always, a real one when {@code cluster.tests} is true. */
final class ApiTarget implements AutoCloseable {
    private final String name;
    private final KubernetesClient client;
    private final Optional<SandboxApiServer> sandbox;
    private final List<String> namespaces = new ArrayList<>();

    private ApiTarget(String name, KubernetesClient client, Optional<SandboxApiServer> sandbox) {
        this.name = name;
        this.client = client;
        this.sandbox = sandbox;
    }

    static ApiTarget sandbox() {
        return sandbox(SandboxOptions.defaults().withBookmarkInterval(Duration.ofSeconds(1)));
    }

    static ApiTarget sandbox(SandboxOptions options) {
        SandboxApiServer server = SandboxApiServer.create(options).start();
        return new ApiTarget("sandbox", client(server), Optional.of(server));
    }

    static KubernetesClient client(SandboxApiServer server) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(server.url())
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    static Stream<ApiTarget> all() {
        Stream<ApiTarget> sandbox = Stream.of(sandbox());
        return Boolean.getBoolean("cluster.tests")
                ? Stream.concat(
                        sandbox,
                        Stream.of(new ApiTarget("cluster", new KubernetesClientBuilder().build(), Optional.empty())))
                : sandbox;
    }

    KubernetesClient client() {
        return client;
    }

    SandboxApiServer server() {
        return sandbox.orElseThrow();
    }

    boolean isSandbox() {
        return sandbox.isPresent();
    }

    /** A new namespace, deleted with the target. */
    synchronized String namespace() {
        String namespace = "api-test-" + UUID.randomUUID().toString().substring(0, 8);
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        namespaces.add(namespace);
        return namespace;
    }

    NamespaceableResource<HasMetadata> yaml(String text, Object... arguments) {
        return client.resource(text.formatted(arguments));
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        namespaces.forEach(namespace -> client.namespaces().withName(namespace).delete());
        client.close();
        sandbox.ifPresent(SandboxApiServer::close);
    }
}
