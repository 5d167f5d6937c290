package io.carestack.acceptance.bench;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The API server of the current kubeconfig. Its own metrics do not say who asked: applies are counted, because only the operator applies the kinds of a
 * stack, and writes of CareStacks and their status. Creations by POST and all reads drown in those of the controllers.
 */
final class ClusterServer implements Server {
    private static final Set<String> KINDS = Set.of(
            "services",
            "deployments",
            "statefulsets",
            "horizontalpodautoscalers",
            "poddisruptionbudgets",
            "networkpolicies",
            "ingresses");

    private final KubernetesClient client;
    private final Path kubeconfig;

    private ClusterServer(KubernetesClient client, Path kubeconfig) {
        this.client = client;
        this.kubeconfig = kubeconfig;
    }

    static ClusterServer of(Path kubeconfig) {
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        config.setUserAgent("bench");
        return new ClusterServer(
                new KubernetesClientBuilder().withConfig(config).build(), kubeconfig);
    }

    @Override
    public String description() {
        return "a kube-apiserver " + client.getKubernetesVersion().getGitVersion()
                + " over TLS, with whatever else uses it. Writes are those its metrics show as applies of a stack's kinds and as"
                + " updates of CareStacks; what is created by POST is missing, reads cannot be told from those of others.";
    }

    @Override
    public String name() {
        return "cluster";
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public Requests requests() {
        Exposition metrics = Exposition.parse(client.raw("/metrics"));
        double writes = metrics.sum(
                "apiserver_request_total",
                labels -> labels.getOrDefault("verb", "").equals("APPLY")
                                && KINDS.contains(labels.getOrDefault("resource", ""))
                        || labels.getOrDefault("resource", "").equals("carestacks")
                                && labels.getOrDefault("subresource", "").equals("status")
                                && !labels.getOrDefault("verb", "").equals("GET"));
        return new Requests(Math.round(writes), -1, Map.of());
    }

    @Override
    public int large(BenchSettings settings) {
        return settings.largeCluster();
    }

    @Override
    public void close() {
        client.close();
    }
}
