package io.carestack.sandbox.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** Merge patch that knows the lists of built-in kinds by their merge keys, with upstream's {@code $} directives. */
public final class StrategicMergePatch {
    private static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList/";
    private static final String ORDER = "$setElementOrder/";

    private StrategicMergePatch() {}

    /** The patched copy. */
    public static ObjectNode apply(Schema schema, ObjectNode target, ObjectNode patch) {
        String directive = patch.path("$patch").asText();
        if (directive.equals("replace")) {
            ObjectNode replacement = patch.deepCopy();
            replacement.remove("$patch");
            return replacement;
        }
        if (directive.equals("delete")) {
            return Json.object();
        }
        ObjectNode result = target.deepCopy();
        if (patch.path("$retainKeys").isArray()) {
            result.retain(Json.texts(patch.path("$retainKeys")));
        }
        patch.properties().forEach(entry -> {
            if (!entry.getKey().startsWith("$")) {
                field(schema.field(entry.getKey()), result, entry.getKey(), entry.getValue());
            } else if (entry.getKey().startsWith(DELETE_FROM_LIST)) {
                removeValues(result, entry.getKey().substring(DELETE_FROM_LIST.length()), entry.getValue());
            }
        });
        patch.properties().forEach(entry -> {
            if (entry.getKey().startsWith(ORDER)) {
                String name = entry.getKey().substring(ORDER.length());
                order(schema.field(name), result, name, entry.getValue());
            }
        });
        return result;
    }

    private static void field(Schema schema, ObjectNode result, String name, JsonNode value) {
        if (value.isNull()) {
            result.remove(name);
        } else if (value instanceof ObjectNode patch) {
            ObjectNode old = result.get(name) instanceof ObjectNode object ? object : Json.object();
            result.set(name, apply(schema, old, patch));
        } else if (value instanceof ArrayNode patch && schema.patchMerges()) {
            ArrayNode old = result.get(name) instanceof ArrayNode array ? array : Json.array();
            result.set(
                    name, schema.patchMergeKey().isEmpty() ? addMissing(old, patch) : mergeByKey(schema, old, patch));
        } else {
            result.set(name, value.deepCopy());
        }
    }

    private static ArrayNode addMissing(ArrayNode old, ArrayNode patch) {
        ArrayNode result = old.deepCopy();
        for (JsonNode value : patch) {
            if (result.valueStream().noneMatch(value::equals)) {
                result.add(value);
            }
        }
        return result;
    }

    private static ArrayNode mergeByKey(Schema schema, ArrayNode old, ArrayNode patch) {
        String key = schema.patchMergeKey();
        boolean replace = patch.valueStream()
                .anyMatch(item -> item.path("$patch").asText().equals("replace") && !item.has(key));
        List<JsonNode> items = new ArrayList<>();
        if (!replace) {
            old.forEach(items::add);
        }
        for (JsonNode item : patch) {
            String directive = item.path("$patch").asText();
            if (directive.equals("replace") && !item.has(key)) {
                continue;
            }
            if (!item.has(key)) {
                throw ApiException.badRequest(
                        "map: " + Json.text(item) + " does not contain declared merge key: " + key);
            }
            int index = indexOf(items, key, item.path(key));
            if (directive.equals("delete")) {
                if (index >= 0) {
                    items.remove(index);
                }
            } else if (index >= 0) {
                items.set(index, apply(schema.element(), (ObjectNode) items.get(index), (ObjectNode) item));
            } else {
                items.add(apply(schema.element(), Json.object(), (ObjectNode) item));
            }
        }
        return Json.array().addAll(items);
    }

    private static int indexOf(List<JsonNode> items, String key, JsonNode value) {
        for (int index = 0; index < items.size(); index++) {
            if (Json.same(items.get(index).path(key), value)) {
                return index;
            }
        }
        return -1;
    }

    private static void removeValues(ObjectNode result, String name, JsonNode values) {
        if (result.get(name) instanceof ArrayNode array) {
            ArrayNode left = Json.array();
            array.forEach(item -> {
                if (values.valueStream().noneMatch(item::equals)) {
                    left.add(item);
                }
            });
            result.set(name, left);
        }
    }

    /** Puts the listed elements in the listed order; others keep their place after them. */
    private static void order(Schema schema, ObjectNode result, String name, JsonNode wanted) {
        if (!(result.get(name) instanceof ArrayNode array)) {
            return;
        }
        String key = schema.patchMergeKey();
        List<JsonNode> left = new ArrayList<>();
        array.forEach(left::add);
        List<JsonNode> ordered = new ArrayList<>();
        for (JsonNode next : wanted) {
            left.stream()
                    .filter(item -> key.isEmpty() ? item.equals(next) : Json.same(item.path(key), next.path(key)))
                    .findFirst()
                    .ifPresent(item -> {
                        ordered.add(item);
                        left.remove(item);
                    });
        }
        ordered.addAll(left);
        result.set(name, Json.array().addAll(ordered));
    }
}
