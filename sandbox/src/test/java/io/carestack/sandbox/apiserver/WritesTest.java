package io.carestack.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("cluster")
@ParameterizedClass
@MethodSource("io.carestack.sandbox.apiserver.ApiTarget#all")
final class WritesTest {
    private final ApiTarget target;
    private final String namespace;

    WritesTest(ApiTarget target) {
        this.target = target;
        this.namespace = target.namespace();
    }

    private ConfigMap given(String name, Map<String, String> labels) {
        return target.client()
                .configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .withData(Map.of("k", "v"))
                        .build())
                .create();
    }

    private Deployment deployment() {
        return (Deployment) target.yaml("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: web, namespace: %s}
                        spec:
                          replicas: 0
                          selector: {matchLabels: {app: web}}
                          template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: nginx}]}}
                        """, namespace).create();
    }

    private Resource<Deployment> web() {
        return target.client().apps().deployments().inNamespace(namespace).withName("web");
    }

    private static int codeOf(Runnable write) {
        return catchThrowableOfType(KubernetesClientException.class, write::run).getCode();
    }

    @Test
    void creatingTheSameNameTwiceIsRefused() {
        ConfigMap map = given("a", Map.of());

        assertThat(map.getMetadata().getUid()).isNotBlank();
        assertThat(codeOf(() -> given("a", Map.of()))).isEqualTo(409);
    }

    @Test
    void aGeneratedNameStartsWithItsPrefix() {
        ConfigMap map = target.client()
                .configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withGenerateName("map-")
                        .endMetadata()
                        .build())
                .create();

        assertThat(map.getMetadata().getName()).matches("map-[a-z0-9]{5}");
    }

    @Test
    void anUpdateFromAnOldVersionIsAConflict() {
        ConfigMap old = given("a", Map.of());
        target.client().configMaps().inNamespace(namespace).withName("a").edit(map -> {
            map.setData(Map.of("k", "w"));
            return map;
        });

        old.setData(Map.of("k", "x"));

        assertThat(codeOf(() -> target.client().resource(old).update())).isEqualTo(409);
    }

    @Test
    void anUnchangedUpdateKeepsTheResourceVersion() {
        ConfigMap map = given("a", Map.of());

        ConfigMap again = target.client().resource(map).update();

        assertThat(again.getMetadata().getResourceVersion())
                .isEqualTo(map.getMetadata().getResourceVersion());
    }

    @Test
    void onlyTheSpecRaisesTheGeneration() {
        Deployment created = deployment();
        assertThat(created.getMetadata().getGeneration()).isEqualTo(1);

        assertThat(web().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}")
                        .getMetadata()
                        .getGeneration())
                .isEqualTo(1);
        assertThat(web().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"minReadySeconds\":3}}")
                        .getMetadata()
                        .getGeneration())
                .isEqualTo(2);
    }

    @Test
    void theMainEndpointDoesNotWriteTheStatus() {
        deployment();

        Deployment patched = web().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"collisionCount\":77}}");

        assertThat(patched.getStatus().getCollisionCount()).isNull();
    }

    @Test
    void aStrategicPatchMergesContainersByName() {
        deployment();

        Deployment patched = web().patch(
                        PatchContext.of(PatchType.STRATEGIC_MERGE),
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"web\",\"image\":\"other\"}]}}}}");

        assertThat(patched.getSpec().getTemplate().getSpec().getContainers()).hasSize(1);
        assertThat(patched.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage())
                .isEqualTo("other");
    }

    @Test
    void aJsonPatchWhoseTestFailsChangesNothing() {
        given("a", Map.of());

        int code = codeOf(
                () -> target.client()
                        .configMaps()
                        .inNamespace(namespace)
                        .withName("a")
                        .patch(
                                PatchContext.of(PatchType.JSON),
                                "[{\"op\":\"test\",\"path\":\"/data/k\",\"value\":\"x\"},{\"op\":\"remove\",\"path\":\"/data/k\"}]"));

        assertThat(code).isEqualTo(422);
    }

    @Test
    void aDryRunLeavesNothingBehind() {
        target.client()
                .configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("dry")
                        .endMetadata()
                        .build())
                .dryRun(true)
                .create();

        assertThat(target.client()
                        .configMaps()
                        .inNamespace(namespace)
                        .withName("dry")
                        .get())
                .isNull();
    }

    @Test
    void aFinalizerHoldsADeletedObjectBack() {
        ConfigMap map = target.client()
                .configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("held")
                        .withFinalizers("example.com/hold")
                        .endMetadata()
                        .build())
                .create();
        var held = target.client().configMaps().inNamespace(namespace).withName("held");
        held.delete();
        assertThat(held.get().getMetadata().getDeletionTimestamp()).isNotNull();

        held.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"finalizers\":null}}");

        assertThat(held.get()).isNull();
        assertThat(map.getMetadata().getDeletionTimestamp()).isNull();
    }

    @Test
    void aDeleteOfAnotherVersionIsRefused() {
        given("a", Map.of());

        int code = codeOf(() -> target.client()
                .configMaps()
                .inNamespace(namespace)
                .withName("a")
                .lockResourceVersion("1")
                .delete());

        assertThat(code).isEqualTo(409);
    }

    @Test
    void clearTextOfSecretsIsEncoded() {
        Secret secret = target.client()
                .secrets()
                .inNamespace(namespace)
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("s")
                        .endMetadata()
                        .withStringData(Map.of("k", "v"))
                        .build())
                .create();

        assertThat(secret.getData()).isEqualTo(Map.of("k", "dg=="));
        assertThat(secret.getType()).isEqualTo("Opaque");
    }

    @Test
    void listsAreSelectedByLabelsAndFields() {
        given("a", Map.of("app", "x", "tier", "web"));
        given("b", Map.of("app", "x"));
        given("c", Map.of("app", "y"));
        var maps = target.client().configMaps().inNamespace(namespace);

        assertThat(names(maps.withLabel("app", "x").list().getItems())).containsExactly("a", "b");
        assertThat(names(maps.withLabelSelector("app in (x,y),!tier").list().getItems()))
                .containsExactly("b", "c");
        assertThat(names(maps.withField("metadata.name", "c").list().getItems()))
                .containsExactly("c");
    }

    @Test
    void longListsComeInPages() {
        Map<String, String> label = Map.of("page", "x");
        List.of("a", "b", "c").forEach(name -> given(name, label));
        var maps = target.client().configMaps().inNamespace(namespace).withLabel("page", "x");

        var first = maps.list(new ListOptionsBuilder().withLimit(2L).build());
        var second = maps.list(new ListOptionsBuilder()
                .withLimit(2L)
                .withContinue(first.getMetadata().getContinue())
                .build());

        assertThat(names(first.getItems())).containsExactly("a", "b");
        assertThat(names(second.getItems())).containsExactly("c");
        assertThat(second.getMetadata().getContinue()).isNullOrEmpty();
    }

    private static List<String> names(List<ConfigMap> maps) {
        return maps.stream().map(map -> map.getMetadata().getName()).toList();
    }
}
