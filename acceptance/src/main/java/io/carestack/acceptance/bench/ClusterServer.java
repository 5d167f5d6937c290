package io.carestack.acceptance.bench;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.Optional;

/** The API server of the current kubeconfig, with whatever else uses it. */
final class ClusterServer implements Server {
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
                + " over TLS, with whatever else uses it. Requests are those that the operator's own metrics count.";
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

    /** Its metrics do not say who asked. */
    @Override
    public Optional<Long> loggedWrites() {
        return Optional.empty();
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
