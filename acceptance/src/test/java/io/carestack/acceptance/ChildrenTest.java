package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.kube.DesiredState;
import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every child of a stack of many kinds, one after the other. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class ChildrenTest {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              components:
              - name: web
                image: ghcr.io/acme/web:1
                port: 3000
                replicas: {min: 2, max: 5}
                metrics: {path: /metrics}
                pod: {annotations: {team: care}}
              - {name: worker, image: "ghcr.io/acme/worker:1", replicas: {min: 1, max: 1}}
              entry: {host: care.example.com, ingress: {className: nginx}}
              postgres: {instances: 2, pooler: {image: "ghcr.io/acme/pgbouncer:1"}}
              redis: [{name: queue, role: Queue}]
            """;

    private final TestStage stage = TestStage.withoutPods();
    private final Space space = stage.space("children");
    private final List<OptionalKind> standIns = new ArrayList<>();

    @BeforeAll
    void makeTheStack() {
        for (OptionalKind kind : List.of(OptionalKind.SERVICE_MONITOR, OptionalKind.PROMETHEUS_RULE)) {
            if (Kinds.install(space.client(), kind)) {
                standIns.add(kind);
            }
        }
        space.apply(STACK);
        Space.eventually(() -> assertThat(kinds())
                .contains(
                        "ConfigMap",
                        "Secret",
                        "Service",
                        "ServiceAccount",
                        "Deployment",
                        "StatefulSet",
                        "HorizontalPodAutoscaler",
                        "PodDisruptionBudget",
                        "NetworkPolicy",
                        "Ingress",
                        "ServiceMonitor",
                        "PrometheusRule"));
    }

    @AfterAll
    void close() {
        standIns.forEach(kind -> Kinds.uninstall(space.client(), kind));
        stage.close();
    }

    @TestFactory
    Stream<DynamicTest> aDeletedChildComesBack() {
        return derived()
                .map(child -> DynamicTest.dynamicTest(label(child), () -> {
                    space.client().resource(child).delete();

                    Space.eventually(() -> assertThat(uid(child))
                            .isNotEqualTo(child.getMetadata().getUid()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatAnotherAddsIsKeptAndWhatIsOursIsTakenBack() {
        return derived()
                .map(child -> DynamicTest.dynamicTest(label(child), () -> {
                    space.client()
                            .resource(child)
                            .patch(
                                    PatchContext.of(PatchType.JSON_MERGE),
                                    "{\"metadata\":{\"labels\":{\"stranger\":\"kept\",\"app.kubernetes.io/name\":\"changed\"},"
                                            + "\"annotations\":{\"stranger\":\"kept\",\"" + DesiredState.HASH
                                            + "\":\"changed\"}}}");

                    Space.eventually(() -> {
                        HasMetadata now = Objects.requireNonNull(Kinds.fresh(space.client(), child));
                        assertThat(now.getMetadata().getLabels())
                                .containsAllEntriesOf(child.getMetadata().getLabels())
                                .containsEntry("stranger", "kept");
                        assertThat(now.getMetadata().getAnnotations())
                                .containsAllEntriesOf(child.getMetadata().getAnnotations())
                                .containsEntry("stranger", "kept");
                    });
                }));
    }

    @TestFactory
    Stream<DynamicTest> aChangedFieldIsReverted() {
        Map<String, String> changes = Map.ofEntries(
                Map.entry(
                        "Deployment",
                        "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"other:1\"}]"),
                Map.entry("StatefulSet", "{\"spec\":{\"replicas\":0}}"),
                Map.entry("Service", "{\"spec\":{\"selector\":{\"carestack.io/stack\":\"other\"}}}"),
                Map.entry("HorizontalPodAutoscaler", "{\"spec\":{\"maxReplicas\":99}}"),
                Map.entry("PodDisruptionBudget", "{\"spec\":{\"maxUnavailable\":\"77%\"}}"),
                Map.entry("NetworkPolicy", "{\"spec\":{\"ingress\":null}}"),
                Map.entry("Ingress", "{\"spec\":{\"ingressClassName\":\"other\"}}"),
                Map.entry("Secret", "{\"data\":null}"),
                Map.entry("ServiceAccount", "{\"automountServiceAccountToken\":true}"),
                Map.entry("ServiceMonitor", "{\"spec\":{\"endpoints\":[]}}"),
                Map.entry("PrometheusRule", "{\"spec\":{\"groups\":[]}}"));
        return derived()
                // nobody can change one
                .filter(child -> !(child instanceof ConfigMap files && Boolean.TRUE.equals(files.getImmutable())))
                // the API server refuses one without its keys
                .filter(child -> !(child instanceof Secret secret && "kubernetes.io/tls".equals(secret.getType())))
                .map(child -> DynamicTest.dynamicTest(label(child), () -> {
                    HasMetadata before = Objects.requireNonNull(Kinds.fresh(space.client(), child));
                    String change = before instanceof ConfigMap files
                            ? changed(files)
                            : Objects.requireNonNull(changes.get(child.getKind()), child.getKind());
                    PatchType type = change.startsWith("[") ? PatchType.JSON : PatchType.JSON_MERGE;
                    space.client().resource(before).patch(PatchContext.of(type), change);

                    Space.eventually(() -> assertThat(
                                    Canonical.of(Objects.requireNonNull(Kinds.fresh(space.client(), child))))
                            .isEqualTo(Canonical.of(before)));
                }));
    }

    /** Its first file; what a stack knows only from such a ConfigMap is another matter. */
    private static String changed(ConfigMap files) {
        return "{\"data\":{\"%s\":\"other\"}}"
                .formatted(
                        files.getData().keySet().stream().sorted().findFirst().orElseThrow());
    }

    /** A component goes with the release that has it no more. */
    @Test
    void aChildThatTheSpecNoLongerAsksForGoes() {
        space.apply(STACK.replace("[{name: queue, role: Queue}]", "[{name: cache}]"));

        Space.eventually(() -> assertThat(space.children())
                .extracting(child -> child.getMetadata().getName())
                .contains("care-redis-cache", "care-worker-blue")
                .doesNotContain("care-redis-queue"));

        space.apply(STACK);
        Space.eventually(() -> assertThat(space.children())
                .extracting(child -> child.getMetadata().getName())
                .contains("care-redis-queue")
                .doesNotContain("care-redis-cache"));
    }

    /** Children that are derived from the spec: not pods, volumes and generated credentials. */
    private Stream<HasMetadata> derived() {
        return space.children().stream()
                .filter(child -> !(child instanceof Pod) && !(child instanceof PersistentVolumeClaim))
                .filter(child -> !child.getMetadata().getOwnerReferences().isEmpty());
    }

    private List<String> kinds() {
        return space.children().stream().map(HasMetadata::getKind).toList();
    }

    private String uid(HasMetadata child) {
        return Objects.requireNonNull(Kinds.fresh(space.client(), child))
                .getMetadata()
                .getUid();
    }

    private static String label(HasMetadata child) {
        return child.getKind() + " " + child.getMetadata().getName();
    }
}
