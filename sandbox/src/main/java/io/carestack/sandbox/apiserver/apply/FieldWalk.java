package io.carestack.sandbox.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.Schema;
import io.carestack.sandbox.apiserver.schema.Shape;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which fields an object sets, and which differ between two objects, by the schema's granularity. */
public final class FieldWalk {
    private FieldWalk() {}

    /** What changed from one object to another. */
    public record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
        public boolean isSame() {
            return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
        }

        Comparison without(FieldSet ignored) {
            return new Comparison(
                    added.withoutTrees(ignored), modified.withoutTrees(ignored), removed.withoutTrees(ignored));
        }
    }

    /** The fields that a configuration sets. */
    public static FieldSet fields(Schema schema, JsonNode object) {
        FieldSet set = FieldSet.empty();
        collect(schema, object, set);
        return set;
    }

    /** How the value is walked: its declared shape unless the value does not have it. */
    static Shape shapeOf(Schema schema, JsonNode value) {
        return switch (schema.shape()) {
            case ANY -> value.isObject() ? Shape.MAP : value.isArray() ? Shape.LIST_ATOMIC : Shape.SCALAR;
            case STRUCT, MAP -> value.isObject() ? schema.shape() : Shape.SCALAR;
            case LIST_SET, LIST_MAP -> value.isArray() ? schema.shape() : Shape.SCALAR;
            case SCALAR, MAP_ATOMIC, LIST_ATOMIC -> schema.shape();
        };
    }

    private static void collect(Schema schema, JsonNode value, FieldSet into) {
        switch (shapeOf(schema, value)) {
            case SCALAR, MAP_ATOMIC, LIST_ATOMIC, ANY -> into.insert();
            case STRUCT, MAP ->
                value.properties().forEach(entry -> {
                    FieldSet child = into.child(PathElements.field(entry.getKey()));
                    JsonNode item = entry.getValue();
                    collect(schema.field(entry.getKey()), item, child);
                    boolean declared = schema.property(entry.getKey()).isPresent();
                    if (item.isNull() || (item.isObject() && item.isEmpty()) || !declared) {
                        child.insert();
                    }
                });
            case LIST_SET ->
                value.forEach(item -> into.child(PathElements.value(item)).insert());
            case LIST_MAP ->
                value.forEach(item -> PathElements.key(schema, item).ifPresent(key -> {
                    FieldSet child = into.child(key);
                    collect(schema.element(), item, child);
                    child.insert();
                }));
        }
    }

    /** The difference between two objects. */
    public static Comparison compare(Schema schema, JsonNode before, JsonNode after) {
        Comparison result = new Comparison(FieldSet.empty(), FieldSet.empty(), FieldSet.empty());
        compare(schema, before, after, result);
        return result;
    }

    private static Comparison below(Comparison comparison, String element) {
        return new Comparison(
                comparison.added().child(element),
                comparison.modified().child(element),
                comparison.removed().child(element));
    }

    private static void leaf(JsonNode before, JsonNode after, Comparison into) {
        if (before.isMissingNode()) {
            into.added().insert();
        } else if (after.isMissingNode()) {
            into.removed().insert();
        } else if (!Json.same(before, after)) {
            into.modified().insert();
        }
    }

    private static void compare(Schema schema, JsonNode before, JsonNode after, Comparison into) {
        if (before.isMissingNode() && after.isMissingNode()) {
            return;
        }
        JsonNode present = after.isMissingNode() ? before : after;
        Shape shape = shapeOf(schema, present);
        boolean bothThere = !before.isMissingNode() && !after.isMissingNode();
        boolean kindChanged = bothThere && shapeOf(schema, before) != shape;
        boolean bothEmpty = before.isEmpty() && after.isEmpty();
        if (kindChanged || bothEmpty) {
            leaf(before, after, into);
            JsonNode missing = MissingNode.getInstance();
            before.properties()
                    .forEach(entry -> compare(
                            schema.field(entry.getKey()),
                            entry.getValue(),
                            missing,
                            below(into, PathElements.field(entry.getKey()))));
            after.properties()
                    .forEach(entry -> compare(
                            schema.field(entry.getKey()),
                            missing,
                            entry.getValue(),
                            below(into, PathElements.field(entry.getKey()))));
            return;
        }
        switch (shape) {
            case SCALAR, MAP_ATOMIC, LIST_ATOMIC, ANY -> leaf(before, after, into);
            case STRUCT, MAP -> {
                Set<String> names = new LinkedHashSet<>();
                before.fieldNames().forEachRemaining(names::add);
                after.fieldNames().forEachRemaining(names::add);
                for (String name : names) {
                    Schema field = schema.field(name);
                    compare(
                            field,
                            alwaysThere(schema, field, name, before.path(name), after.path(name), before),
                            alwaysThere(schema, field, name, after.path(name), before.path(name), after),
                            below(into, PathElements.field(name)));
                }
                oneSided(before, after, into);
            }
            case LIST_SET, LIST_MAP -> {
                Map<String, JsonNode> old = items(schema, shape, before);
                Map<String, JsonNode> young = items(schema, shape, after);
                Set<String> elements = new TreeSet<>(old.keySet());
                elements.addAll(young.keySet());
                JsonNode missing = MissingNode.getInstance();
                for (String element : elements) {
                    compare(
                            schema.element(),
                            old.getOrDefault(element, missing),
                            young.getOrDefault(element, missing),
                            below(into, element));
                }
                oneSided(before, after, into);
            }
        }
    }

    private static void oneSided(JsonNode before, JsonNode after, Comparison into) {
        if (before.isMissingNode() || after.isMissingNode()) {
            leaf(before, after, into);
        }
    }

    /**
     * Built-in kinds always carry their plain structs and required lists, if only empty ones, so these count as there
     * on the side that does not write them.
     */
    private static JsonNode alwaysThere(
            Schema parent, Schema field, String name, JsonNode value, JsonNode other, JsonNode owner) {
        if (!value.isMissingNode() || owner.isMissingNode()) {
            return value;
        }
        if (field.isAlwaysPresent() && other.isObject()) {
            return Json.object();
        }
        boolean requiredContainer = parent.required().contains(name) && parent.isNamedType() && other.isArray();
        return requiredContainer ? Json.array() : value;
    }

    static Map<String, JsonNode> items(Schema list, Shape shape, JsonNode array) {
        Map<String, JsonNode> result = new LinkedHashMap<>();
        if (array.isArray()) {
            for (JsonNode item : array) {
                if (shape == Shape.LIST_SET) {
                    result.put(PathElements.value(item), item);
                } else {
                    PathElements.key(list, item).ifPresent(key -> result.put(key, item));
                }
            }
        }
        return result;
    }
}
