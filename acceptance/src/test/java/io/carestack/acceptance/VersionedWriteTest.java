package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.ApplyCounter;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.RequestsInFlight;
import io.carestack.operator.kube.WriteOutcome;
import io.carestack.sandbox.apiserver.SandboxApiServer;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deployments, which others size: they are written only in place of what was seen. */
class VersionedWriteTest {
    private static final Owner OWNER = new Owner("default", "care", "uid");

    private final SandboxApiServer server = SandboxApiServer.create().start();
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.fromKubeconfig(server.kubeconfig()))
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
    private final ApiWriter writer =
            new ApiWriter(client, new RequestsInFlight(4), new ApplyCounter(new SimpleMeterRegistry()));

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void whatChangedSinceItWasSeenIsNotReplaced() {
        writer.apply(deployment(4, "web:1"), Optional.empty());
        Deployment seen = current();
        scale(7);

        assertThatThrownBy(() -> writer.apply(deployment(4, "web:2"), Optional.of(seen)))
                .isInstanceOf(KubernetesClientException.class);

        assertThat(replicas()).isEqualTo(7);
        assertThat(image()).isEqualTo("web:1");
    }

    @Test
    void whatExistsAlreadyIsLeftAsItIs() {
        writer.apply(deployment(4, "web:1"), Optional.empty());

        assertThat(writer.apply(deployment(2, "web:2"), Optional.empty())).isInstanceOf(WriteOutcome.Unchanged.class);

        assertThat(replicas()).isEqualTo(4);
        assertThat(image()).isEqualTo("web:1");
    }

    @Test
    void whatIsAsItWasSeenIsReplacedAsAWhole() {
        writer.apply(deployment(4, "web:1"), Optional.empty());

        writer.apply(deployment(2, "web:2"), Optional.of(current()));

        assertThat(replicas()).isEqualTo(2);
        assertThat(image()).isEqualTo("web:2");
    }

    /** As an HPA does it. */
    private void scale(int replicas) {
        client.apps().deployments().inNamespace("default").withName("care-web").scale(replicas);
    }

    private Deployment current() {
        return client.resource(deployment(1, "web:1")).get();
    }

    private int replicas() {
        return current().getSpec().getReplicas();
    }

    private String image() {
        return current()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }

    private static Deployment deployment(int replicas, String image) {
        return new DeploymentBuilder()
                .withMetadata(OWNER.retained("care-web", "web"))
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", "web")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
