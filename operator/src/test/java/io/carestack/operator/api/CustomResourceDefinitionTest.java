package io.carestack.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.operator.crd.GeneratedDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomResourceDefinitionTest {
    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final List<Path> COPIES = List.of(
            ROOT.resolve("crds/carestacks.carestack.io.yaml"),
            ROOT.resolve("charts/carestack-operator/files/carestacks.carestack.io.yaml"));
    private static final JsonNode DEFINITION = GeneratedDefinition.tree();
    private static final JsonNode SCHEMA = DEFINITION.at("/spec/versions/0/schema/openAPIV3Schema");

    @Test
    void theCommittedDefinitionsAreThoseOfTheRecords() throws IOException {
        String generated = GeneratedDefinition.yaml();
        for (Path copy : COPIES) {
            if (Boolean.getBoolean("crds.update")) {
                Files.createDirectories(copy.getParent());
                Files.writeString(copy, generated);
            }
            assertThat(copy).as("-Dcrds.update=true writes it").hasContent(generated);
        }
    }

    @Test
    void everyFieldHasADescription() {
        List<String> silent = new ArrayList<>();
        collect(SCHEMA, "", (path, schema) -> {
            boolean field = !path.endsWith("[]") && !path.endsWith("{}") && !path.startsWith(".metadata");
            if (field && schema.path("description").asText().isBlank()) {
                silent.add(path);
            }
        });
        assertThat(silent).isEmpty();
    }

    @Test
    void everyTextListAndMapOfTheSpecHasABound() {
        List<String> unbounded = new ArrayList<>();
        collect(SCHEMA.at("/properties/spec"), ".spec", (path, schema) -> {
            String type = schema.path("type").asText();
            boolean bounded = switch (type) {
                case "string" -> schema.has("maxLength") || schema.has("enum");
                case "array" -> schema.has("maxItems") && schema.has("x-kubernetes-list-type");
                case "object" -> !schema.has("additionalProperties") || schema.has("maxProperties");
                default -> true;
            };
            if (!bounded) {
                unbounded.add(path);
            }
        });
        assertThat(unbounded).isEmpty();
    }

    @Test
    void theDefinitionHasNoDefaultsBecauseGitOpsToolsWouldSeeThemAsDrift() {
        List<String> defaults = new ArrayList<>();
        collect(SCHEMA, "", (path, schema) -> {
            if (schema.has("default")) {
                defaults.add(path);
            }
        });
        assertThat(defaults).isEmpty();
    }

    @Test
    void theStatusIsASubresource() {
        assertThat(DEFINITION.at("/spec/versions/0/subresources").has("status")).isTrue();
    }

    @Test
    void conditionsAreAListByType() {
        JsonNode conditions = SCHEMA.at("/properties/status/properties/conditions");
        assertThat(conditions.path("x-kubernetes-list-type").asText()).isEqualTo("map");
        assertThat(conditions.at("/x-kubernetes-list-map-keys/0").asText()).isEqualTo("type");
    }

    @Test
    void everyPrinterColumnButTheAgeHasADescription() {
        for (JsonNode column : DEFINITION.at("/spec/versions/0/additionalPrinterColumns")) {
            assertThat(column.has("description")
                            || "Age".equals(column.get("name").asText()))
                    .as("column %s", column)
                    .isTrue();
        }
    }

    private interface Visitor {
        void visit(String path, JsonNode schema);
    }

    private static void collect(JsonNode schema, String path, Visitor visitor) {
        visitor.visit(path, schema);
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            collect(property.getValue(), path + "." + property.getKey(), visitor);
        }
        if (schema.has("items")) {
            collect(schema.get("items"), path + "[]", visitor);
        }
        if (schema.path("additionalProperties").isObject()) {
            collect(schema.get("additionalProperties"), path + "{}", visitor);
        }
    }
}
