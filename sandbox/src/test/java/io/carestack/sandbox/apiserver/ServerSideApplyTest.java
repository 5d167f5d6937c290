package io.carestack.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("cluster")
@ParameterizedClass
@MethodSource("io.carestack.sandbox.apiserver.ApiTarget#all")
final class ServerSideApplyTest {
    private static final String CONFIG_MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: %s}
            data: %s
            """;
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: %s}
            spec:
              replicas: %s
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: %s
            """;

    private final ApiTarget target;
    private final String namespace;

    ServerSideApplyTest(ApiTarget target) {
        this.target = target;
        this.namespace = target.namespace();
    }

    private HasMetadata apply(String manager, boolean force, String yaml, Object... arguments) {
        var resource = target.yaml(yaml, arguments).fieldManager(manager);
        return force ? resource.forceConflicts().serverSideApply() : resource.serverSideApply();
    }

    private ConfigMap configMap(String manager, String data) {
        return (ConfigMap) apply(manager, false, CONFIG_MAP, namespace, data);
    }

    private Deployment deployment(String manager, int replicas, String containers) {
        return (Deployment) apply(manager, false, DEPLOYMENT, namespace, replicas, containers);
    }

    private static List<String> managers(HasMetadata object) {
        return object.getMetadata().getManagedFields().stream()
                .map(entry -> entry.getManager() + "/" + entry.getOperation())
                .toList();
    }

    @Test
    void applyingSomethingNewCreatesItAndOwnsWhatItSays() {
        ConfigMap created = configMap("a", "{x: '1'}");

        ManagedFieldsEntry entry = created.getMetadata().getManagedFields().getFirst();
        assertThat(entry.getManager()).isEqualTo("a");
        assertThat(entry.getOperation()).isEqualTo("Apply");
        assertThat(entry.getFieldsV1().getAdditionalProperties()).isEqualTo(Map.of("f:data", Map.of("f:x", Map.of())));
    }

    @Test
    void applyingTheSameTwiceWritesNothing() {
        ConfigMap first = configMap("a", "{x: '1'}");
        ConfigMap second = configMap("a", "{x: '1'}");

        assertThat(second.getMetadata().getResourceVersion())
                .isEqualTo(first.getMetadata().getResourceVersion());
    }

    @Test
    void managersThatAgreeOwnAFieldTogether() {
        configMap("a", "{x: '1'}");
        ConfigMap shared = configMap("b", "{x: '1'}");
        assertThat(managers(shared)).containsExactlyInAnyOrder("a/Apply", "b/Apply");

        ConfigMap left = configMap("a", "{}");

        assertThat(left.getData()).containsEntry("x", "1");
        assertThat(managers(left)).containsExactly("b/Apply");
    }

    @Test
    void whatOnlyTheApplierOwnedGoesWhenItIsNoLongerApplied() {
        configMap("a", "{x: '1', y: '2'}");

        assertThat(configMap("a", "{y: '2'}").getData()).isEqualTo(Map.of("y", "2"));
    }

    @Test
    void changingAnothersFieldIsAConflictThatNamesTheField() {
        configMap("a", "{x: '1'}");

        KubernetesClientException conflict =
                catchThrowableOfType(KubernetesClientException.class, () -> configMap("b", "{x: '2'}"));

        assertThat(conflict.getCode()).isEqualTo(409);
        assertThat(conflict.getStatus().getMessage())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"a\": .data.x");
        StatusCause cause = conflict.getStatus().getDetails().getCauses().getFirst();
        assertThat(List.of(cause.getReason(), cause.getField(), cause.getMessage()))
                .containsExactly("FieldManagerConflict", ".data.x", "conflict with \"a\"");
    }

    @Test
    void aForcedApplyTakesTheField() {
        configMap("a", "{x: '1'}");

        ConfigMap taken = (ConfigMap) apply("b", true, CONFIG_MAP, namespace, "{x: '2'}");

        assertThat(taken.getData()).containsEntry("x", "2");
        assertThat(managers(taken)).containsExactly("b/Apply");
    }

    @Test
    void anUpdateTakesWhatItChangesFromTheApplier() {
        configMap("a", "{x: '1', y: '1'}");

        ConfigMap edited = target.client()
                .configMaps()
                .inNamespace(namespace)
                .withName("settings")
                .edit(map -> {
                    map.getData().put("x", "2");
                    return map;
                });

        assertThat(managers(edited)).hasSize(2).contains("a/Apply");
        assertThat(edited.getMetadata()
                        .getManagedFields()
                        .getFirst()
                        .getFieldsV1()
                        .getAdditionalProperties())
                .isEqualTo(Map.of("f:data", Map.of("f:y", Map.of())));
    }

    @Test
    void listsWithKeysMergeElementByElement() {
        deployment("a", 0, "[{name: web, image: nginx, ports: [{containerPort: 80}]}]");

        Deployment merged = (Deployment) apply("b", false, """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: %s}
                spec: {template: {spec: {containers: [{name: web, env: [{name: A, value: b}]}, {name: side, image: s}]}}}
                """, namespace);

        var containers = merged.getSpec().getTemplate().getSpec().getContainers();
        assertThat(containers).extracting("name").containsExactly("web", "side");
        assertThat(containers.getFirst().getImage()).isEqualTo("nginx");
        assertThat(containers.getFirst().getEnv()).extracting("name").containsExactly("A");

        Deployment without = deployment("b", 0, "[{name: web}]");

        assertThat(without.getSpec().getTemplate().getSpec().getContainers())
                .extracting("name")
                .containsExactly("web");
        assertThat(without.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getEnv())
                .isEmpty();
    }

    @Test
    void quantitiesComeBackInCanonicalForm() {
        String containers = "[{name: web, image: nginx, resources: {requests: {cpu: 1000m, memory: 1024Mi}}}]";
        Deployment first = deployment("a", 0, containers);
        var requests = first.getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getResources()
                .getRequests();
        assertThat(requests).containsEntry("cpu", new Quantity("1")).containsEntry("memory", new Quantity("1Gi"));
        assertThat(String.valueOf(requests.get("memory"))).isEqualTo("1Gi");

        Deployment second = deployment("a", 0, containers);

        assertThat(second.getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void elementsThatAreNamedTwiceAreRefused() {
        KubernetesClientException one = catchThrowableOfType(
                KubernetesClientException.class,
                () -> deployment(
                        "a", 1, "[{name: web, image: a, env: [{name: A, value: '1'}, {name: A, value: '2'}]}]"));
        KubernetesClientException several =
                catchThrowableOfType(KubernetesClientException.class, () -> apply("a", false, """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: web, namespace: %s, finalizers: [a.b/c, a.b/c]}
                        spec: {ports: [{name: a, port: 80}, {name: b, port: 80}]}
                        """, namespace));

        assertThat(one.getCode()).isEqualTo(500);
        assertThat(one.getStatus().getReason()).isNull();
        assertThat(one.getStatus().getMessage())
                .isEqualTo(
                        "failed to create typed patch object (%s/web; apps/v1, Kind=Deployment):".formatted(namespace)
                                + " .spec.template.spec.containers[name=\"web\"].env: duplicate entries for key [name=\"A\"]");
        assertThat(several.getStatus().getMessage())
                .isEqualTo(
                        "failed to create typed patch object (%s/web; /v1, Kind=Service): errors:".formatted(namespace)
                                + "\n  .metadata.finalizers: duplicate entries for key [=\"a.b/c\"]"
                                + "\n  .spec.ports: duplicate entries for key [port=80,protocol=\"TCP\"]");
    }
}
