package io.carestack.sandbox.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Removes the fields that a schema does not know. */
public final class Pruner {
    private static final Set<String> OBJECT_FIELDS = Set.of("apiVersion", "kind", "metadata");

    private final List<String> removed = new ArrayList<>();

    private Pruner() {}

    /** Prunes in place; returns the paths of what was unknown. */
    public static List<String> prune(Schema schema, JsonNode value) {
        Pruner pruner = new Pruner();
        pruner.walk(schema, value, FieldPath.ROOT);
        return pruner.removed;
    }

    private void walk(Schema schema, JsonNode value, FieldPath path) {
        if (value.isArray()) {
            for (int index = 0; index < value.size(); index++) {
                walk(schema.element(), value.get(index), path.index(index));
            }
        } else if (value instanceof ObjectNode object) {
            Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
            while (fields.hasNext()) {
                Map.Entry<String, JsonNode> field = fields.next();
                FieldPath below = path.child(field.getKey());
                if (isKnown(schema, field.getKey())) {
                    walk(schema.field(field.getKey()), field.getValue(), below);
                } else {
                    removed.add(below.text());
                    fields.remove();
                }
            }
        }
    }

    private static boolean isKnown(Schema schema, String name) {
        if (schema.property(name).isPresent() || schema.additionalProperties().isPresent()) {
            return true;
        }
        boolean open = schema.preservesUnknownFields()
                || schema.json().path("additionalProperties").asBoolean(false)
                || !schema.type().equals("object")
                || (schema.isNamedType() && schema.propertyNames().isEmpty());
        return open || (schema.isEmbeddedResource() && OBJECT_FIELDS.contains(name));
    }
}
