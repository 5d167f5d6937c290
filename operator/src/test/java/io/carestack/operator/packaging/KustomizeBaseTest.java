package io.carestack.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code kubectl apply -k config} installs what the chart installs; only marks of Helm are left out. */
class KustomizeBaseTest {
    @Test
    void theBaseHasTheObjectsOfTheChart() {
        Map<String, String> files = new TreeMap<>(Chart.render(Map.of()).objects().stream()
                .collect(Collectors.groupingBy(
                        Chart.Rendered::template,
                        Collectors.mapping(
                                rendered -> Chart.text(withoutHelm(rendered.object())), Collectors.joining("---\n")))));
        files.forEach((file, content) -> Repository.assertGenerated(
                "config/" + file,
                "# Generated from charts/carestack-operator; KustomizeBaseTest keeps both equal.\n" + content,
                "config.update"));
    }

    @Test
    void theBaseNamesExactlyItsFiles() throws IOException {
        JsonNode kustomization = Chart.YAML.readTree(Repository.read("config/kustomization.yaml"));
        List<String> resources = kustomization
                .get("resources")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
        List<String> expected = Chart.render(Map.of()).objects().stream()
                .map(Chart.Rendered::template)
                .distinct()
                .collect(Collectors.toList());
        expected.add("namespace.yaml");
        assertThat(resources).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static JsonNode withoutHelm(JsonNode object) {
        JsonNode copy = object.deepCopy();
        for (JsonNode metadata : copy.findValues("metadata")) {
            if (metadata.get("labels") instanceof ObjectNode labels) {
                labels.remove(List.of("helm.sh/chart", "app.kubernetes.io/managed-by"));
            }
            if (metadata.get("annotations") instanceof ObjectNode annotations) {
                annotations.remove("helm.sh/resource-policy");
                if (annotations.isEmpty()) {
                    ((ObjectNode) metadata).remove("annotations");
                }
            }
        }
        return copy;
    }
}
