package io.carestack.acceptance;

import io.carestack.operator.CareStackOperator;
import io.carestack.sandbox.apiserver.SandboxApiServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.Set;

/** An API server with an operator and nothing else: children are made and never run. Needs no rights and starts at once. */
final class ApiStage implements TestStage {
    private final SandboxApiServer server;
    private final Config config;
    private final KubernetesClient client;
    private final Set<String> namespaces;
    private final OperatorRequests requests = new OperatorRequests();
    private CareStackOperator operator;

    private ApiStage(SandboxApiServer server, Config config, KubernetesClient client, Set<String> namespaces) {
        this.server = server;
        this.config = config;
        this.client = client;
        this.namespaces = namespaces;
        this.operator = Stage.operator(config, namespaces, requests);
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

    @Override
    public Space space(String name) {
        return Space.create(client, name);
    }

    @Override
    public OperatorRequests requests() {
        return requests;
    }

    @Override
    public long passes() {
        return Stage.passes(operator);
    }

    /** The operator ends here, as a process does that is killed. */
    void stopOperator() {
        operator.close();
    }

    /** Another operator with empty memory, after {@link #stopOperator()}. */
    void startOperator() {
        operator = Stage.operator(config, namespaces, requests);
    }

    @Override
    public void restartOperator() {
        stopOperator();
        startOperator();
    }

    @Override
    public Config rights() {
        return config;
    }

    @Override
    public void close() {
        operator.close();
        client.close();
        server.close();
    }
}
