package io.carestack.sandbox.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.Schema;
import io.carestack.sandbox.apiserver.schema.Shape;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Lays an applied configuration over the live object, and takes fields out of it. */
final class Merge {
    private Merge() {}

    /** The live value with what the configuration says; list elements keep the configuration's order. */
    static JsonNode merge(Schema schema, JsonNode live, JsonNode config) {
        Shape shape = FieldWalk.shapeOf(schema, config);
        if (shape != FieldWalk.shapeOf(schema, live)) {
            return config.deepCopy();
        }
        return switch (shape) {
            case SCALAR, MAP_ATOMIC, LIST_ATOMIC, ANY -> config.deepCopy();
            case STRUCT, MAP -> {
                ObjectNode result = live.deepCopy();
                config.properties().forEach(entry -> {
                    JsonNode old = live.path(entry.getKey());
                    result.set(
                            entry.getKey(),
                            old.isMissingNode()
                                    ? entry.getValue().deepCopy()
                                    : merge(schema.field(entry.getKey()), old, entry.getValue()));
                });
                yield result;
            }
            case LIST_SET, LIST_MAP -> mergeList(schema, shape, live, config);
        };
    }

    private static ArrayNode mergeList(Schema schema, Shape shape, JsonNode live, JsonNode config) {
        Map<String, JsonNode> left = FieldWalk.items(schema, shape, live);
        Map<String, JsonNode> right = FieldWalk.items(schema, shape, config);
        List<String> leftOrder = new ArrayList<>(left.keySet());
        ArrayNode result = Json.array();
        int next = 0;
        for (Map.Entry<String, JsonNode> item : right.entrySet()) {
            if (left.containsKey(item.getKey())) {
                // what only the live list has keeps its place before the shared element
                int shared = leftOrder.indexOf(item.getKey());
                for (; next < shared; next++) {
                    addUnlessShared(left, right, leftOrder.get(next), result);
                }
                next = Math.max(next, shared + 1);
                result.add(merge(schema.element(), left.getOrDefault(item.getKey(), item.getValue()), item.getValue()));
            } else {
                while (next < leftOrder.size() && !right.containsKey(leftOrder.get(next))) {
                    addUnlessShared(left, right, leftOrder.get(next), result);
                    next++;
                }
                result.add(item.getValue().deepCopy());
            }
        }
        for (; next < leftOrder.size(); next++) {
            addUnlessShared(left, right, leftOrder.get(next), result);
        }
        return result;
    }

    private static void addUnlessShared(
            Map<String, JsonNode> left, Map<String, JsonNode> right, String element, ArrayNode result) {
        JsonNode value = left.get(element);
        if (value != null && !right.containsKey(element)) {
            result.add(value);
        }
    }

    /** Removes what {@code last} holds and {@code kept} does not, whole subtrees at a time. */
    static void prune(Schema schema, JsonNode value, FieldSet last, FieldSet kept) {
        switch (FieldWalk.shapeOf(schema, value)) {
            case SCALAR, MAP_ATOMIC, LIST_ATOMIC, ANY -> {}
            case STRUCT, MAP -> {
                Iterator<Map.Entry<String, JsonNode>> fields =
                        value.properties().iterator();
                while (fields.hasNext()) {
                    Map.Entry<String, JsonNode> entry = fields.next();
                    String element = PathElements.field(entry.getKey());
                    boolean emptied = pruneChild(schema.field(entry.getKey()), entry.getValue(), element, last, kept);
                    if (emptied) {
                        fields.remove();
                    }
                }
            }
            case LIST_SET, LIST_MAP -> {
                Shape shape = schema.shape();
                Iterator<JsonNode> items = value.elements();
                while (items.hasNext()) {
                    JsonNode item = items.next();
                    String element = shape == Shape.LIST_SET
                            ? PathElements.value(item)
                            : PathElements.key(schema, item).orElse("");
                    if (pruneChild(schema.element(), item, element, last, kept)) {
                        items.remove();
                    }
                }
            }
        }
    }

    /** Whether the child is to go. */
    private static boolean pruneChild(Schema schema, JsonNode child, String element, FieldSet last, FieldSet kept) {
        if (!last.covers(element)) {
            return false;
        }
        boolean owned = kept.covers(element);
        if (!owned && last.below(element).isMember()) {
            return true;
        }
        boolean hadContent = !child.isEmpty();
        prune(schema, child, last.below(element), kept.below(element));
        return !owned && hadContent && child.isEmpty();
    }
}
