package io.carestack.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carestack.operator.api.CareStackStatus.Phase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the API server and the operator refuse: each error names the field and the cure, and nothing that exists suffers. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class BadInputTest {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              components:
              - {name: web, image: "ghcr.io/acme/web:1", port: 3000}
              postgres: {instances: 1, database: care, storage: {size: 10Gi}}
              redis: [{name: queue, role: Queue, persistence: {size: 2Gi}}]
            """;

    private final TestStage stage = TestStage.withoutPods();
    private final Space space = stage.space("bad");

    @BeforeAll
    void makeTheStack() {
        space.apply(STACK);
        space.awaitCondition("care", "DatabaseReady", "False", "the pod does not exist");
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @Test
    void anImpossibleQuantityIsRefusedWithItsField() {
        refused(STACK.replace("10Gi", "lots"), "spec.postgres.storage.size");
    }

    @Test
    void twoComponentsOfOneNameAreRefused() {
        String twice = STACK.replace("name: care}", "name: twice}")
                .replace("port: 3000}", "port: 3000}\n  - {name: web, image: \"ghcr.io/acme/web:2\"}");

        assertThatThrownBy(() ->
                        space.client().resource(twice).inNamespace(space.name()).create())
                .hasMessageContaining("spec.components[1]: Duplicate value")
                .hasMessageContaining("web");
    }

    @Test
    void storageThatShrinksIsRefused() {
        refused(
                STACK.replace("10Gi", "5Gi"),
                "spec.postgres.storage.size",
                "cannot shrink from 10Gi to 5Gi",
                "only grow");
        refused(STACK.replace("2Gi", "1Gi"), "cannot shrink from 2Gi to 1Gi");
    }

    @Test
    void aRenamedDatabaseIsRefusedWithTheWayOut() {
        refused(
                STACK.replace("database: care", "database: other"),
                "database cannot be renamed",
                "create a new CareStack");
    }

    @Test
    void anotherStorageClassIsRefusedWithTheWayOut() {
        refused(STACK.replace("10Gi", "10Gi, className: fast"), "spec.postgres", "create a new CareStack");
    }

    @Test
    void anUnknownFieldIsRefusedByName() {
        assertThatThrownBy(() -> space.client()
                        .resource(STACK.replace("postgres: {", "postgres: {instanecs: 3, "))
                        .inNamespace(space.name())
                        .fieldValidation(Validation.STRICT)
                        .create())
                .hasMessageContaining("instanecs");
    }

    @Test
    void aMissingSecretIsNamedAndWhatRunsGoesOn() {
        Map<String, String> before = images();
        space.patchStack(
                "care",
                "{\"components\":[{\"name\":\"web\",\"image\":\"ghcr.io/acme/web:2\",\"port\":3000,"
                        + "\"envFrom\":[{\"secretRef\":{\"name\":\"absent\"}}]}]}");

        space.awaitPhase("care", Phase.Stalled);
        space.awaitCondition(
                "care",
                "Stalled",
                "True",
                "spec.components[0].envFrom[0].secretRef",
                "Secret absent does not exist",
                "create it or correct the name");
        assertThat(images()).isEqualTo(before);

        space.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: absent}
                stringData: {a: b}
                """);
        space.awaitCondition("care", "Stalled", "False");
        // without a database the release is there, and waits
        Space.eventually(
                () -> assertThat(requireNonNull(space.stack("care").getStatus().rollout())
                                .phase())
                        .isEqualTo("Pending"));
        space.apply(STACK);
    }

    @Test
    void numbersThatDoNotFitTogetherAreNamed() {
        space.patchStack("care", "{\"postgres\":{\"parameters\":{\"max_connections\":\"5\"}}}");
        space.awaitCondition(
                "care",
                "Stalled",
                "True",
                "spec.postgres.parameters[max_connections]",
                "give it 20 or more, or remove it");

        space.patchStack("care", "{\"postgres\":{\"parameters\":null}}");
        space.awaitCondition("care", "Stalled", "False");
    }

    @Test
    void credentialsThatDoNotExistAreNamed() {
        space.apply(STACK.replace("name: care}", "name: own}")
                .replace("database: care", "database: care, credentials: {name: own-login}"));
        space.awaitCondition(
                "own", "Stalled", "True", "spec.postgres.credentials", "own-login", "keys username and password");

        space.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: own-login}
                stringData: {username: care, password: of-my-own}
                """);
        space.awaitCondition("own", "Stalled", "False");
        Space.eventually(
                () -> assertThat(space.secret("own-postgres-app", "password")).isEqualTo("of-my-own"));
        String set = uid("own-postgres");
        space.client().secrets().inNamespace(space.name()).withName("own-login").delete();
        space.awaitCondition("own", "Stalled", "True", "spec.postgres.credentials", "own-login");
        assertThat(uid("own-postgres"))
                .as("a database whose Secret is gone stays as it is")
                .isEqualTo(set);
        space.deleteStack("own");
    }

    @Test
    void aStrangersObjectIsNamedAndLeftAlone() {
        space.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: taken-postgres}
                data: {mine: "yes"}
                """);
        space.apply(STACK.replace("name: care}", "name: taken}"));

        space.awaitCondition("taken", "Stalled", "True", "ConfigMap taken-postgres", "belongs to somebody else");
        assertThat(space.client()
                        .configMaps()
                        .inNamespace(space.name())
                        .withName("taken-postgres")
                        .require()
                        .getData())
                .isEqualTo(Map.of("mine", "yes"));

        space.client()
                .configMaps()
                .inNamespace(space.name())
                .withName("taken-postgres")
                .delete();
        space.awaitCondition("taken", "Stalled", "False");
        space.deleteStack("taken");
    }

    @Test
    void aStrangersServiceWithAnotherPortIsNamedAndLeftAlone() {
        space.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: guest-web}
                spec: {ports: [{name: http, port: 81}]}
                """);
        space.apply(STACK.replace("name: care}", "name: guest}"));

        space.awaitCondition(
                "guest",
                "Stalled",
                "True",
                "Service guest-web",
                "belongs to somebody else",
                "delete or rename that Service");
        assertThat(space.client()
                        .services()
                        .inNamespace(space.name())
                        .withName("guest-web")
                        .require()
                        .getSpec()
                        .getPorts())
                .extracting(ServicePort::getPort)
                .containsExactly(81);

        space.client()
                .services()
                .inNamespace(space.name())
                .withName("guest-web")
                .delete();
        space.awaitCondition("guest", "Stalled", "False");
        space.deleteStack("guest");
    }

    @Test
    void tolerationsThatPodsCannotHaveAreRefused() {
        String tolerating = "port: 3000, pod: {tolerations: [%s]}}";
        refused(
                STACK.replace(
                        "port: 3000}", tolerating.formatted("{key: a, effect: NoSchedule, tolerationSeconds: 30}")),
                "tolerationSeconds needs effect NoExecute",
                "set that effect or remove tolerationSeconds");
        refused(STACK.replace("port: 3000}", tolerating.formatted("{value: a}")), "needs operator Exists");
        refused(
                STACK.replace("port: 3000}", tolerating.formatted("{key: a, operator: Exists, value: a}")),
                "takes no value");
    }

    @Test
    void missingSecretsOfAlertReceiversAreNamed() {
        space.patchStack(
                "care",
                "{\"monitoring\":{\"alerts\":{\"slack\":{\"secretName\":\"slack\"},\"pagerDuty\":{\"secretName\":\"pager\"}}}}");
        space.awaitCondition(
                "care",
                "MonitoringReady",
                "False",
                "spec.monitoring.alerts.slack.secretName: Secret slack does not exist",
                "create it with the key url",
                "spec.monitoring.alerts.pagerDuty.secretName: Secret pager does not exist",
                "create it with the key routingKey");

        space.apply("""
                apiVersion: v1
                kind: Secret
                metadata: {name: slack}
                stringData: {url: "https://hooks.example.com"}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: pager}
                stringData: {routingKey: key}
                """);
        Space.eventually(() -> assertThat(
                        space.condition("care", "MonitoringReady").orElseThrow().getMessage())
                .doesNotContain("Secret"));
        space.patchStack("care", "{\"monitoring\":null}");
    }

    private String uid(String statefulSet) {
        return space.client()
                .apps()
                .statefulSets()
                .inNamespace(space.name())
                .withName(statefulSet)
                .require()
                .getMetadata()
                .getUid();
    }

    private void refused(String yaml, String... words) {
        List<String> before = uids();
        assertThatThrownBy(() -> space.apply(yaml)).message().contains(words);
        assertThat(uids()).isEqualTo(before);
    }

    private List<String> uids() {
        return space.children().stream()
                .filter(child -> !(child instanceof PersistentVolumeClaim))
                .map((HasMetadata child) -> child.getMetadata().getUid())
                .sorted()
                .toList();
    }

    private Map<String, String> images() {
        return space.client().apps().deployments().inNamespace(space.name()).list().getItems().stream()
                .collect(Collectors.toMap(
                        deployment -> deployment.getMetadata().getName(),
                        deployment -> deployment
                                .getSpec()
                                .getTemplate()
                                .getSpec()
                                .getContainers()
                                .getFirst()
                                .getImage()));
    }
}
