package io.carestack.operator.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.operator.crd.GeneratedDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/reference.md says what {@code kubectl explain} says. */
class ReferenceTest {
    private static final JsonNode SCHEMA =
            GeneratedDefinition.tree().at("/spec/versions/0/schema/openAPIV3Schema/properties");

    @Test
    void theReferenceIsThatOfTheDefinition() {
        StringBuilder text = new StringBuilder("""
                # Reference of CareStack

                Generated from the CustomResourceDefinition; `kubectl explain carestack.spec --recursive` shows the same.
                Defaults are chosen by the operator and shown in `status.effective`; the definition has none, so that GitOps tools see no drift.

                Quantities are texts such as `500m`, `"2"`, `512Mi`; durations are texts such as `30s`, `10m`, `1h30m`.

                """);
        section(text, "spec", SCHEMA.get("spec"));
        section(text, "status", SCHEMA.get("status"));
        Repository.assertGenerated("docs/reference.md", text.toString(), "docs.update");
    }

    private static void section(StringBuilder text, String path, JsonNode schema) {
        text.append("## `").append(path).append("`\n\n");
        if (schema.has("description")) {
            text.append(schema.get("description").asText()).append("\n\n");
        }
        text.append("| Field | Type | Meaning |\n|---|---|---|\n");
        List<String> required =
                schema.path("required").valueStream().map(JsonNode::asText).toList();
        List<Runnable> deeper = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = property.getKey();
            JsonNode field = property.getValue();
            text.append("| `").append(name).append('`').append(required.contains(name) ? " (required)" : "");
            text.append(" | ").append(type(field));
            text.append(" | ").append(cell(field.path("description").asText())).append(" |\n");
            JsonNode inner = field.has("items") ? field.get("items") : field;
            if (inner.has("properties")) {
                String below = path + "." + name + (field.has("items") ? "[]" : "");
                deeper.add(() -> section(text, below, inner));
            }
        }
        text.append('\n');
        rules(text, schema);
        deeper.forEach(Runnable::run);
    }

    private static void rules(StringBuilder text, JsonNode schema) {
        List<String> messages = new ArrayList<>();
        collect(schema.path("x-kubernetes-validations"), messages);
        for (JsonNode field : schema.path("properties")) {
            if (!field.has("properties")) {
                collect(field.path("x-kubernetes-validations"), messages);
            }
        }
        if (!messages.isEmpty()) {
            text.append("Refused with these messages:\n\n");
            messages.forEach(message -> text.append("- ").append(message).append('\n'));
            text.append('\n');
        }
    }

    private static void collect(JsonNode rules, List<String> messages) {
        for (JsonNode rule : rules) {
            messages.add(
                    rule.has("message")
                            ? rule.get("message").asText()
                            : rule.get("messageExpression")
                                    .asText()
                                    .replaceAll("' \\+ [A-Za-z.]+ \\+ '", "…")
                                    .replaceAll("^'|'$", ""));
        }
    }

    private static String type(JsonNode field) {
        String type = field.path("type").asText();
        String shown = switch (type) {
            case "array" -> "list of " + type(field.get("items")) + key(field);
            case "object" ->
                field.has("additionalProperties") ? "map of " + type(field.get("additionalProperties")) : "object";
            case "string" -> "text";
            default -> type;
        };
        if (field.has("enum")) {
            return field.get("enum")
                    .valueStream()
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        return shown + bounds(field);
    }

    private static String key(JsonNode field) {
        return field.has("x-kubernetes-list-map-keys")
                ? " by `" + field.at("/x-kubernetes-list-map-keys/0").asText() + "`"
                : "";
    }

    private static String bounds(JsonNode field) {
        if (field.has("minimum") && field.has("maximum")) {
            return ", " + field.get("minimum").asLong() + " to "
                    + field.get("maximum").asLong();
        }
        return field.has("minimum") ? ", at least " + field.get("minimum").asLong() : "";
    }

    private static String cell(String description) {
        return description.replace("|", "\\|").replace("<", "&lt;");
    }
}
