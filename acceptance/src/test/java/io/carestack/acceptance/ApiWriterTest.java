package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.ApplyCounter;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.RequestsInFlight;
import io.carestack.operator.kube.WriteOutcome;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator's only way to write, against an API server and with the rights of an operator. */
@Tag("cluster")
class ApiWriterTest {
    private final TestStage stage = TestStage.withoutPods();
    private final Space space = stage.space("writer");
    private final Owner owner = new Owner(space.name(), "care", "uid");
    private final OperatorRequests requests = new OperatorRequests();
    private final KubernetesClient writers = new KubernetesClientBuilder()
            .withConfig(stage.rights())
            .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("requests", requests))
            .build();
    private final KubernetesClient client = space.client();
    private final ApiWriter writer =
            new ApiWriter(writers, new RequestsInFlight(4), new ApplyCounter(new SimpleMeterRegistry()));

    @AfterEach
    void close() {
        writers.close();
        stage.close();
    }

    @Test
    void anUnchangedObjectIsNotSentAgain() {
        HasMetadata created = written(writer.apply(service(80), Optional.empty()));
        requests.clear();

        assertThat(writer.apply(service(80), Optional.of(created))).isInstanceOf(WriteOutcome.Unchanged.class);
        assertThat(requests.all()).isEmpty();
    }

    @Test
    void aStrangersObjectIsNotTakenOver() {
        client.resource(new DeploymentBuilder(deployment(Optional.of(4)))
                        .editMetadata()
                        .removeFromLabels(Labels.STACK)
                        .endMetadata()
                        .build())
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager("stranger")
                        .build());

        assertThat(writer.apply(deployment(Optional.of(2)), Optional.empty()))
                .isInstanceOfSatisfying(
                        WriteOutcome.Refused.class,
                        refused -> assertThat(refused.message()).contains("belongs to somebody else"));
        assertThat(client.resource(deployment(Optional.empty())).get().getSpec().getReplicas())
                .isEqualTo(4);
    }

    @Test
    void aPortThatSomebodyElseChangedIsTakenBack() {
        writer.apply(service(80), Optional.empty());
        client.resource(service(80))
                .patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"replace\",\"path\":\"/spec/ports/0/port\",\"value\":81}]");
        Service changed = client.resource(service(80)).get();

        assertThat(writer.apply(service(80), Optional.of(changed))).isInstanceOf(WriteOutcome.Changed.class);
        assertThat(port()).isEqualTo(80);
        assertThat(client.resource(service(80)).get().getSpec().getPorts()).hasSize(1);
    }

    @Test
    void aConfigMapKeepsLabelsOfOthersAndLosesForeignContentWhenItChanges() {
        writer.apply(configMap("a"), Optional.empty());
        ConfigMap existing = client.resource(configMap("a")).get();
        existing.getMetadata().getLabels().put("stranger", "kept");
        ConfigMap labelled = client.resource(existing).update();

        assertThat(writer.apply(configMap("b"), Optional.of(labelled))).isInstanceOf(WriteOutcome.Changed.class);

        ConfigMap now = client.resource(existing).get();
        assertThat(now.getMetadata().getLabels()).containsEntry("stranger", "kept");
        assertThat(now.getData()).isEqualTo(Map.of("key", "b"));
    }

    @Test
    void aStrangersConfigMapIsNotTakenOver() {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("care-settings")
                        .withNamespace(space.name())
                        .endMetadata()
                        .addToData("mine", "yes")
                        .build())
                .create();

        assertThat(writer.apply(configMap("a"), Optional.empty())).isInstanceOf(WriteOutcome.Refused.class);
        assertThat(client.resource(configMap("a")).get().getData()).isEqualTo(Map.of("mine", "yes"));
    }

    @Test
    void anAnswerThatWasLostIsFoundToBeOurs() {
        writer.apply(configMap("a"), Optional.empty());

        assertThat(writer.apply(configMap("b"), Optional.empty())).isInstanceOf(WriteOutcome.Changed.class);
        assertThat(client.resource(configMap("b")).get().getData()).isEqualTo(Map.of("key", "b"));
    }

    private int port() {
        return Objects.requireNonNull(client.resource(service(80))
                .get()
                .getSpec()
                .getPorts()
                .getFirst()
                .getPort());
    }

    private static HasMetadata written(WriteOutcome outcome) {
        return switch (outcome) {
            case WriteOutcome.Created created -> created.object();
            case WriteOutcome.Changed changed -> changed.object();
            case WriteOutcome.Unchanged unchanged -> unchanged.object();
            case WriteOutcome.Refused refused -> throw new AssertionError(refused);
        };
    }

    private Service service(int port) {
        return new ServiceBuilder()
                .withMetadata(owner.retained("care-web", "web"))
                .withNewSpec()
                .addNewPort()
                .withName("http")
                .withPort(port)
                .endPort()
                .endSpec()
                .build();
    }

    private ConfigMap configMap(String value) {
        return new ConfigMapBuilder()
                .withMetadata(owner.retained("care-settings", "web"))
                .addToData("key", value)
                .build();
    }

    private Deployment deployment(Optional<Integer> replicas) {
        return new DeploymentBuilder()
                .withMetadata(owner.retained("care-web", "web"))
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
                .withImage("web:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
