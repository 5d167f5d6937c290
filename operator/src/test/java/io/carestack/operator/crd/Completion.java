package io.carestack.operator.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.operator.api.CareStack;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.PrinterColumnFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the generator cannot say about the definition: list types, bounds of elements, printer columns in order and with descriptions, the
 * schema of conditions, and the status subresource.
 *
 * <p>Every text and list of the spec has a bound, because the API server estimates the cost of validation rules by them.
 */
final class Completion {
    private static final int SHORT_VALUE = 32;

    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("Ready", "Whether everything that the spec asks for works."),
            Map.entry("Phase", "One word for what the stack is doing."),
            Map.entry("Live", "Live colour and image tag."),
            Map.entry("App", "Ready and wanted pods of all components."),
            Map.entry("Primary", "PostgreSQL instance that takes writes."),
            Map.entry("DB", "Ready and wanted PostgreSQL instances."),
            Map.entry("Redis", "Ready and wanted Redis instances."),
            Map.entry("Lag", "Largest replication lag in bytes."),
            Map.entry("Rollout", "How far a release is."),
            Map.entry("Reason", "Why the stack is ready or not, in one word."),
            Map.entry("Message", "Why the stack is ready or not, in one sentence."));

    private Completion() {}

    static void complete(ObjectNode definition) {
        ObjectNode version = (ObjectNode) definition.at("/spec/versions/0");
        version.set("additionalPrinterColumns", columns());
        version.putObject("subresources").putObject("status");
        ObjectNode root = (ObjectNode) version.at("/schema/openAPIV3Schema");
        describe(root);
        root.withArray("required").removeAll().add("spec");
        ObjectNode effective = (ObjectNode) root.at("/properties/status/properties/effective");
        effective.put("type", "object");
        ObjectNode conditions = (ObjectNode) root.at("/properties/status/properties/conditions");
        conditions.put("x-kubernetes-list-type", "map");
        conditions.putArray("x-kubernetes-list-map-keys").add("type");
        conditions.set("items", Conditions.schema());
        tidy(root);
        bound((ObjectNode) root.at("/properties/spec"), "spec");
        statusLists((ObjectNode) root.at("/properties/status"));
    }

    private static void describe(ObjectNode root) {
        root.put(
                "description",
                "CareStack is a highly available web application: its components, the PostgreSQL and the Redis behind them, the entry point"
                        + " in front and its monitoring.");
        ObjectNode properties = (ObjectNode) root.get("properties");
        properties
                .putObject("apiVersion")
                .put("description", "carestack.io/v1.")
                .put("type", "string");
        properties.putObject("kind").put("description", "CareStack.").put("type", "string");
        // the API server allows nothing but a type here; without the name a rule could not point at it
        properties
                .putObject("metadata")
                .put("type", "object")
                .putObject("properties")
                .putObject("name")
                .put("type", "string")
                .put("maxLength", 253);
        ((ObjectNode) properties.get("spec"))
                .put("description", "What the stack shall be. Written by people or by GitOps, never by the operator.");
        ((ObjectNode) properties.get("status")).put("description", "What the operator saw and did.");
    }

    private static ArrayNode columns() {
        ArrayNode columns = JsonNodeFactory.instance.arrayNode();
        for (AdditionalPrinterColumn column : CareStack.class.getAnnotationsByType(AdditionalPrinterColumn.class)) {
            ObjectNode node = columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type().getValue())
                    .put("jsonPath", column.jsonPath());
            if (column.format() != PrinterColumnFormat.NONE) {
                node.put("format", column.format().getValue());
            }
            // kubectl shows its own description of an age
            if (COLUMNS.containsKey(column.name())) {
                node.put("description", COLUMNS.get(column.name()));
            }
            if (column.priority() != 0) {
                node.put("priority", column.priority());
            }
        }
        return columns;
    }

    /** Whole numbers as such, and every rule once: the generator reports those of record components twice. */
    private static void tidy(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (String key : List.of("minimum", "maximum")) {
                if (object.has(key) && object.get(key).isNumber()) {
                    object.put(key, object.get(key).longValue());
                }
            }
            if (object.get("x-kubernetes-validations") instanceof ArrayNode rules) {
                Set<JsonNode> distinct = new LinkedHashSet<>();
                rules.forEach(distinct::add);
                rules.removeAll().addAll(distinct);
            }
        }
        node.forEach(Completion::tidy);
    }

    private static void bound(ObjectNode schema, String path) {
        switch (schema.path("type").asText()) {
            case "object" -> {
                if (schema.get("additionalProperties") instanceof ObjectNode values) {
                    putIfAbsent(schema, "maxProperties", 64);
                    bound(values, path + "{}");
                }
                for (Map.Entry<String, JsonNode> property :
                        new ArrayList<>(schema.path("properties").properties())) {
                    bound((ObjectNode) property.getValue(), path + "." + property.getKey());
                }
            }
            case "array" -> {
                ListTypes.put(schema, path);
                bound((ObjectNode) schema.get("items"), path + "[]");
            }
            case "string" -> {
                if (!schema.has("enum")) {
                    putIfAbsent(schema, "maxLength", Lengths.of(path).orElse(SHORT_VALUE));
                }
            }
            default -> {}
        }
    }

    private static void putIfAbsent(ObjectNode schema, String key, int value) {
        if (!schema.has(key)) {
            schema.put(key, value);
        }
    }

    private static void statusLists(ObjectNode status) {
        for (String path :
                List.of("/properties/components", "/properties/redis", "/properties/postgres/properties/instances")) {
            ObjectNode list = (ObjectNode) status.at(path);
            ListTypes.byKey(list, "name");
            ((ObjectNode) list.get("items")).putArray("required").add("name");
        }
        ListTypes.atomic((ObjectNode) status.at("/properties/postgres/properties/records"));
        for (String list : List.of("failed", "history", "schemaAhead")) {
            ListTypes.atomic((ObjectNode) status.at("/properties/rollout/properties/" + list));
        }
        ListTypes.atomic((ObjectNode) status.at("/properties/postgres/properties/records/items/properties/members"));
    }
}
