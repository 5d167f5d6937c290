package io.carestack.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.operator.fixture.Golden;
import io.carestack.operator.kube.OptionalKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
    private static final Map<String, String> TWO_NAMESPACES =
            Map.of("watchNamespaces[0]", "care", "watchNamespaces[1]", "wards");
    private static final Chart CLUSTER = Chart.render(Map.of());
    private static final Chart NAMESPACED = Chart.render(TWO_NAMESPACES);

    @Test
    void theChartIsWithoutFaultOrWarning() {
        assertThat(Chart.lint().isFailed())
                .as(() -> Chart.lint().getMessages().toString())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "replicas, two",
        "replica, 2",
        "watchNamespaces[0], Care",
        "image.pullPolicy, Sometimes",
        "image.digest, latest",
        "logLevel, TRACE",
        "maxRequestsInFlight, 1000",
        "crds.instal, true"
    })
    void aValueThatTheSchemaDoesNotKnowIsAnError(String name, String value) {
        assertThatThrownBy(() -> Chart.render(Map.of(name, value))).hasMessageContaining("values don't meet");
    }

    @Test
    void severalReplicasWithoutLeaderElectionAreAnError() {
        assertThatThrownBy(() -> Chart.render(Map.of("leaderElection.enabled", "false")))
                .hasMessageContaining("several replicas need leaderElection.enabled");
    }

    @Test
    void rightsForTheWholeClusterAreAsReviewed() {
        Golden.assertMatchesText("chart/rbac-cluster.yaml", rights(CLUSTER));
    }

    @Test
    void rightsForSomeNamespacesAreAsReviewed() {
        Golden.assertMatchesText("chart/rbac-namespaces.yaml", rights(NAMESPACED));
    }

    @Test
    void withNamespacesTheOperatorHasNoRightsInTheWholeClusterButToReadDefinitions() {
        assertThat(NAMESPACED.ofKind("ClusterRoleBinding"))
                .singleElement()
                .satisfies(binding ->
                        assertThat(binding.at("/roleRef/name").asText()).isEqualTo("carestack-operator-definitions"));
    }

    @Test
    void noRoleCanRaiseItsOwnRightsOrEnterPods() {
        for (Chart chart : List.of(CLUSTER, NAMESPACED)) {
            for (JsonNode rule : rules(chart)) {
                assertThat(texts(rule.get("verbs"))).doesNotContain("escalate", "bind", "impersonate", "*");
                assertThat(texts(rule.get("resources")))
                        .doesNotContain("pods/exec", "pods/attach", "pods/portforward", "nodes", "*");
                assertThat(texts(rule.get("apiGroups"))).doesNotContain("*", "rbac.authorization.k8s.io");
            }
        }
    }

    @Test
    void everyOptionalKindCanBeReadAndWritten() {
        List<String> definitions = rules(CLUSTER).stream()
                .filter(rule -> texts(rule.get("resources")).contains("customresourcedefinitions"))
                .flatMap(rule -> texts(rule.get("resourceNames")).stream())
                .toList();
        assertThat(definitions)
                .containsAll(Arrays.stream(OptionalKind.values())
                        .map(OptionalKind::definition)
                        .toList());
        for (OptionalKind kind : OptionalKind.values()) {
            assertThat(rules(CLUSTER)).as("rights for %s", kind).anySatisfy(rule -> {
                assertThat(texts(rule.get("apiGroups"))).contains(kind.group());
                assertThat(texts(rule.get("resources"))).contains(kind.plural());
                assertThat(texts(rule.get("verbs"))).contains("watch", "create", "patch", "delete");
            });
        }
    }

    @Test
    void theWatchedNamespacesReachTheOperator() {
        assertThat(environment(CLUSTER, "CARESTACK_WATCH_NAMESPACES")).isEmpty();
        assertThat(environment(NAMESPACED, "CARESTACK_WATCH_NAMESPACES")).isEqualTo("care,wards");
    }

    @Test
    void theDefinitionStaysWhenTheChartIsRemovedAndIsTheGeneratedOne() {
        JsonNode definition = CLUSTER.only("CustomResourceDefinition");
        assertThat(definition
                        .at("/metadata/annotations/helm.sh~1resource-policy")
                        .asText())
                .isEqualTo("keep");
        assertThat(definition
                        .get("spec")
                        .equals(parsed("crds/carestacks.carestack.io.yaml").get("spec")))
                .as("the same definition as crds/carestacks.carestack.io.yaml")
                .isTrue();
        assertThat(Chart.render(Map.of("crds.install", "false")).ofKind("CustomResourceDefinition"))
                .isEmpty();
    }

    @Test
    void optionalObjectsAreMadeWhenAskedFor() {
        Chart chart = Chart.render(Map.of("networkPolicy.enabled", "true", "serviceMonitor.enabled", "true"));
        assertThat(chart.ofKind("NetworkPolicy")).hasSize(1);
        assertThat(chart.ofKind("ServiceMonitor")).hasSize(1);
        assertThat(CLUSTER.ofKind("NetworkPolicy")).isEmpty();
        assertThat(CLUSTER.ofKind("ServiceMonitor")).isEmpty();
    }

    private static JsonNode parsed(String path) {
        try {
            return Chart.YAML.readTree(Repository.read(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String environment(Chart chart, String name) {
        for (JsonNode variable : chart.only("Deployment").at("/spec/template/spec/containers/0/env")) {
            if (name.equals(variable.get("name").asText())) {
                return variable.get("value").asText();
            }
        }
        throw new AssertionError("no variable " + name);
    }

    private static String rights(Chart chart) {
        return chart.objects().stream()
                .filter(rendered ->
                        rendered.object().path("apiVersion").asText().startsWith("rbac."))
                .map(rendered -> Chart.text(rendered.object()))
                .collect(Collectors.joining("---\n"));
    }

    private static List<JsonNode> rules(Chart chart) {
        return chart.objects().stream()
                .flatMap(rendered -> rendered.object().path("rules").valueStream())
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
