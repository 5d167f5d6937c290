package io.carestack.sandbox.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.Schema;
import io.carestack.sandbox.apiserver.schema.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

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

    /** The configuration's order wins; what only the live list has keeps its place before the next shared element. */
    private static ArrayNode mergeList(Schema schema, Shape shape, JsonNode live, JsonNode config) {
        Map<String, JsonNode> left = FieldWalk.items(schema, shape, live);
        Map<String, JsonNode> right = FieldWalk.items(schema, shape, config);
        Deque<String> leftOrder = new ArrayDeque<>(left.keySet());
        Deque<String> rightOrder = new ArrayDeque<>(right.keySet());
        Deque<String> shared = new ArrayDeque<>(
                right.keySet().stream().filter(left::containsKey).toList());
        Set<String> merged = new HashSet<>();
        ArrayNode result = Json.array();
        while (!leftOrder.isEmpty() || !rightOrder.isEmpty()) {
            String next = leftOrder.isEmpty() ? "" : leftOrder.getFirst();
            boolean sharedOutOfTurn = right.containsKey(next)
                    && !next.equals(rightOrder.peekFirst())
                    && !rightOrder.isEmpty()
                    && !shared.isEmpty()
                    && !shared.getFirst().equals(next);
            if (sharedOutOfTurn || merged.contains(next)) {
                leftOrder.removeFirst();
            } else if (!next.isEmpty() && !right.containsKey(next)) {
                result.add(Objects.requireNonNull(left.get(leftOrder.removeFirst())));
            } else if (!rightOrder.isEmpty()) {
                String element = rightOrder.removeFirst();
                merged.add(element);
                shared.removeFirstOccurrence(element);
                if (element.equals(next)) {
                    leftOrder.removeFirst();
                }
                JsonNode value = Objects.requireNonNull(right.get(element));
                result.add(
                        left.containsKey(element)
                                ? merge(schema.element(), Objects.requireNonNull(left.get(element)), value)
                                : value.deepCopy());
            } else {
                leftOrder.removeFirst();
            }
        }
        return result;
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
                    ObjectNode keys = Json.object();
                    schema.listKeys().stream().filter(item::has).forEach(key -> keys.set(key, item.path(key)));
                    boolean abandoned = last.below(element).isMember()
                            && !kept.below(element).isMember();
                    if (abandoned || pruneChild(schema.element(), item, element, last, kept)) {
                        items.remove();
                    } else if (item instanceof ObjectNode object) {
                        // an element that stays keeps the fields that tell it apart
                        object.setAll(keys);
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
        if (!kept.covers(element)) {
            return true;
        }
        boolean hadContent = !child.isEmpty();
        prune(schema, child, last.below(element), kept.below(element));
        return hadContent && child.isEmpty();
    }
}
