package io.carestack.operator.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Validates resources as an API server does, without one: the schema, unknown fields (strictly), list types, then the validation rules, with
 * the old resource for rules about changes.
 */
public final class ResourceValidator {
    private final JsonNode schema;
    private final Schema compiled;

    private ResourceValidator(JsonNode schema) {
        this.schema = schema;
        JsonNode strict = strict(schema.deepCopy());
        ((ObjectNode) strict.at("/properties/metadata")).remove("additionalProperties");
        compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                .getSchema(strict.toString(), InputFormat.JSON);
    }

    /** A validator for the first version of a CustomResourceDefinition. */
    public static ResourceValidator of(JsonNode definition) {
        return new ResourceValidator(definition.at("/spec/versions/0/schema/openAPIV3Schema"));
    }

    /** Everything that is wrong with a new resource. */
    public List<String> validate(JsonNode resource) {
        return validate(resource, Optional.empty());
    }

    /** Everything that is wrong with a resource that takes the place of another. */
    public List<String> validate(JsonNode resource, Optional<JsonNode> old) {
        List<String> problems = new ArrayList<>();
        compiled.validate(resource.toString(), InputFormat.JSON).forEach(error -> problems.add(error.toString()));
        if (problems.isEmpty()) {
            walk(schema, resource, old, "", problems);
        }
        return problems;
    }

    private static void walk(
            JsonNode schema, JsonNode value, Optional<JsonNode> old, String path, List<String> problems) {
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            RuleEvaluator.violation(rule, value, old)
                    .ifPresent(message ->
                            problems.add(path + rule.path("fieldPath").asText() + ": " + message));
        }
        if (value instanceof ArrayNode list) {
            walkList(schema, list, old, path, problems);
            return;
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = property.getKey();
            if (value.has(name)) {
                walk(
                        property.getValue(),
                        value.get(name),
                        old.map(before -> before.get(name)),
                        path + "." + name,
                        problems);
            }
        }
        if (schema.path("additionalProperties").isObject()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                walk(
                        schema.get("additionalProperties"),
                        entry.getValue(),
                        old.map(before -> before.get(entry.getKey())),
                        path + "[" + entry.getKey() + "]",
                        problems);
            }
        }
    }

    private static void walkList(
            JsonNode schema, ArrayNode list, Optional<JsonNode> old, String path, List<String> problems) {
        String type = schema.path("x-kubernetes-list-type").asText();
        String key = schema.at("/x-kubernetes-list-map-keys/0").asText();
        Set<JsonNode> seen = new HashSet<>();
        for (int index = 0; index < list.size(); index++) {
            JsonNode element = list.get(index);
            JsonNode identity = "map".equals(type) ? element.get(key) : element;
            if (!"atomic".equals(type) && !seen.add(identity)) {
                problems.add(path + "[" + index + "]: Duplicate value: " + identity);
            }
            Optional<JsonNode> before =
                    "map".equals(type) ? old.flatMap(elements -> withKey(elements, key, identity)) : Optional.empty();
            walk(schema.get("items"), element, before, path + "[" + index + "]", problems);
        }
    }

    private static Optional<JsonNode> withKey(JsonNode elements, String key, JsonNode identity) {
        for (JsonNode element : elements) {
            if (identity.equals(element.get(key))) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    /** The same as plain JSON schema, refusing fields that it does not know. */
    private static JsonNode strict(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if ("object".equals(object.path("type").asText())
                    && !object.has("additionalProperties")
                    && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
                object.put("additionalProperties", false);
            }
            object.remove(object.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(key -> key.startsWith("x-kubernetes-"))
                    .toList());
        }
        schema.forEach(ResourceValidator::strict);
        return schema;
    }
}
