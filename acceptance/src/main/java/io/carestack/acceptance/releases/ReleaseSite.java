package io.carestack.acceptance.releases;

import io.carestack.acceptance.OperatorRequests;
import io.carestack.acceptance.Repository;
import io.carestack.acceptance.Stage;
import io.carestack.operator.CareStackOperator;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Where releases are tried: a sandbox of its own, or a namespace of its own on a cluster whose pods this machine reaches; with an operator beside it.
 *
 * @param image name of the demo application's image, to which a tag is added
 */
public record ReleaseSite(
        String description, KubernetesClient client, String namespace, String image, AutoCloseable rest)
        implements AutoCloseable {

    /** A sandbox. */
    public static ReleaseSite sandbox() {
        return on(Stage.start());
    }

    /** A namespace on a stage that ends with the site. */
    public static ReleaseSite on(Stage stage) {
        stage.namespace("care");
        return new ReleaseSite("the sandbox", stage.client(), "care", "ghcr.io/acme/web", stage);
    }

    /** The cluster of a kubeconfig. */
    public static ReleaseSite cluster(Path kubeconfig) {
        Config config = Config.fromKubeconfig(kubeconfig.toFile());
        KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build();
        Stage.install(client, Repository.path("crds/carestacks.carestack.io.yaml"));
        String namespace = "carestack-releases-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        CareStackOperator operator = Stage.operator(config, Set.of(namespace), new OperatorRequests());
        return new ReleaseSite(
                "a kube-apiserver " + client.getKubernetesVersion().getGitVersion(),
                client,
                namespace,
                "localhost/careapp",
                () -> {
                    client.namespaces().withName(namespace).delete();
                    operator.close();
                    client.close();
                });
    }

    @Override
    public void close() throws Exception {
        rest.close();
    }
}
