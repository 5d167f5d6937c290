package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.ApplyCounter;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.RequestsInFlight;
import io.carestack.operator.kube.WriteOutcome;
import io.carestack.sandbox.apiserver.SandboxApiServer;
import io.carestack.sandbox.apiserver.fault.Faults.Injection;
import io.carestack.sandbox.apiserver.fault.RequestLog;
import io.carestack.sandbox.apiserver.fault.WriteFault;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Replica counts that pass from the operator to an autoscaler and stay what they are, whoever dies in between. */
class ReplicaHandoverTest {
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
    void aReplicaCountOfTheCreationStaysWhenItIsNoLongerWished() {
        HasMetadata created = written(writer.apply(deployment(Optional.of(4)), Optional.empty()));

        writer.apply(deployment(Optional.empty(), "web:2"), Optional.of(created));

        assertThat(replicas()).isEqualTo(4);
        assertThat(image()).isEqualTo("web:2");
    }

    @Test
    void thatTheReplicaCountIsNoLongerWishedIsNothingToSend() {
        HasMetadata created = written(writer.apply(deployment(Optional.of(4)), Optional.empty()));
        server.requestLog().clear();

        assertThat(writer.apply(deployment(Optional.empty()), Optional.of(created)))
                .isInstanceOf(WriteOutcome.Unchanged.class);
        assertThat(server.requestLog().entries()).isEmpty();
    }

    @Test
    void aReplicaCountThatAnAutoscalerChangedSinceItWasSeenStays() {
        HasMetadata created = written(writer.apply(deployment(Optional.of(4)), Optional.empty()));
        scale(7);

        writer.apply(deployment(Optional.empty(), "web:2"), Optional.of(created));

        assertThat(replicas()).isEqualTo(7);
        assertThat(image()).isEqualTo("web:2");
    }

    @Test
    void aReplicaCountThatAnAutoscalerOwnsIsNotTouchedAtAll() {
        writer.apply(deployment(Optional.of(4)), Optional.empty());
        scale(7);
        Deployment scaled = current();
        server.requestLog().clear();

        writer.apply(deployment(Optional.empty(), "web:2"), Optional.of(scaled));

        assertThat(replicas()).isEqualTo(7);
        assertThat(server.requestLog().count(RequestLog.Entry::isWrite)).isEqualTo(1);
    }

    @Test
    void aWriterThatDiesAtAnyWriteOfAHandoverLeavesTheReplicaCount() {
        for (int died = 1; died <= 2; died++) {
            for (WriteFault fault :
                    List.of(new WriteFault.Refuse(HttpURLConnection.HTTP_UNAVAILABLE), new WriteFault.LoseAnswer())) {
                HasMetadata created = written(writer.apply(deployment(Optional.of(4)), Optional.empty()));
                AtomicInteger number = new AtomicInteger();
                int fatal = died;
                try (Injection crash = server.faults().onWrites(request -> number.incrementAndGet() == fatal, fault)) {
                    assertThatThrownBy(() -> writer.apply(deployment(Optional.empty(), "web:2"), Optional.of(created)))
                            .isInstanceOf(KubernetesClientException.class);
                    assertThat(crash.strikes()).isEqualTo(1);
                }
                assertThat(replicas()).isEqualTo(4);

                writer.apply(deployment(Optional.empty(), "web:2"), Optional.of(current()));

                assertThat(replicas()).isEqualTo(4);
                assertThat(image()).isEqualTo("web:2");
                client.resource(created).delete();
            }
        }
    }

    @Test
    void aFixedSizeThatBecomesAnAutoscalersStaysThroughTheNextChanges() {
        writer.apply(deployment(Optional.of(2)), Optional.empty());
        writer.apply(deployment(Optional.of(5)), Optional.of(current()));

        writer.apply(deployment(Optional.empty(), "web:2"), Optional.of(current()));
        writer.apply(deployment(Optional.empty(), "web:3"), Optional.of(current()));

        assertThat(replicas()).isEqualTo(5);
    }

    @Test
    void aDeploymentThatSomebodyWokeMeanwhileIsNotResized() {
        writer.apply(deployment(Optional.of(4)), Optional.empty());
        scale(0);
        Deployment asleep = current();
        scale(6);

        assertThatThrownBy(() -> writer.apply(deployment(Optional.of(4)), Optional.of(asleep)))
                .isInstanceOf(KubernetesClientException.class);

        assertThat(replicas()).isEqualTo(6);
    }

    /** As an HPA does it. */
    private void scale(int replicas) {
        client.apps().deployments().inNamespace("default").withName("care-web").scale(replicas);
    }

    private Deployment current() {
        return client.resource(deployment(Optional.empty())).get();
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

    private static Deployment deployment(Optional<Integer> replicas) {
        return deployment(replicas, "web:1");
    }

    private static Deployment deployment(Optional<Integer> replicas, String image) {
        return new DeploymentBuilder()
                .withMetadata(OWNER.retained("care-web", "web"))
                .withNewSpec()
                .withReplicas(replicas.orElse(null))
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

    private static HasMetadata written(WriteOutcome outcome) {
        return switch (outcome) {
            case WriteOutcome.Created created -> created.object();
            case WriteOutcome.Changed changed -> changed.object();
            case WriteOutcome.Unchanged unchanged -> unchanged.object();
            case WriteOutcome.Refused refused -> throw new AssertionError(refused);
        };
    }
}
