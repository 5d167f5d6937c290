package io.carestack.sandbox.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The form in which the server gives built-in objects back: quantities normalised, nulls and empty optional lists and
 * maps left out, plain structs always there.
 */
public final class Canonical {
    /** Plain booleans: false is the same as absent. Elsewhere false is a value of its own. */
    private static final Set<String> PLAIN_BOOLEANS = Set.of(
            "hostNetwork",
            "hostPID",
            "hostIPC",
            "stdin",
            "stdinOnce",
            "tty",
            "readOnly",
            "paused",
            "publishNotReadyAddresses",
            "unschedulable");

    private Canonical() {}

    /** Rewrites in place. */
    public static void rewrite(Schema schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            rewriteObject(schema, object);
        } else if (value.isArray()) {
            value.forEach(item -> rewrite(schema.element(), item));
        }
    }

    private static void rewriteObject(Schema schema, ObjectNode object) {
        List<String> dropped = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = entry.getKey();
            Schema field = schema.field(name);
            JsonNode value = entry.getValue();
            if (field.isQuantity()) {
                Quantity.parse(value.asText())
                        .map(Quantity::canonical)
                        .ifPresent(text -> entry.setValue(TextNode.valueOf(text)));
            }
            rewrite(field, value);
            if (isOmitted(schema, field, name, value)) {
                dropped.add(name);
            }
        }
        object.remove(dropped);
        if (schema.isNamedType()) {
            schema.properties().forEach((name, field) -> {
                if (field.isAlwaysPresent() && !field.propertyNames().isEmpty() && !object.has(name)) {
                    object.putObject(name);
                    rewriteObject(field, (ObjectNode) object.get(name));
                }
            });
        }
    }

    private static boolean isOmitted(Schema owner, Schema field, String name, JsonNode value) {
        if (value.isNull()) {
            return true;
        }
        if (value.isBoolean() && !value.asBoolean() && PLAIN_BOOLEANS.contains(name)) {
            return owner.isNamedType();
        }
        boolean collection = switch (field.shape()) {
            case LIST_ATOMIC, LIST_MAP, LIST_SET, MAP -> true;
            case SCALAR, STRUCT, MAP_ATOMIC, ANY -> false;
        };
        boolean plainMap = field.shape() == Shape.MAP_ATOMIC
                && field.propertyNames().isEmpty()
                && field.additionalProperties().isPresent();
        return (collection || plainMap)
                && (value.isObject() || value.isArray())
                && value.isEmpty()
                && !owner.required().contains(name);
    }
}
