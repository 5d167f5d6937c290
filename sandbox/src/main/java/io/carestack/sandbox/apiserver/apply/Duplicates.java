package io.carestack.sandbox.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.schema.Schema;
import io.carestack.sandbox.apiserver.schema.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Elements of keyed lists and sets that an applied configuration names twice: it cannot be merged then. */
final class Duplicates {
    private Duplicates() {}

    /** Throws the error of the API server, which is an internal one, when there are any. */
    static void refuse(Schema schema, ObjectNode config) {
        List<String> found = new ArrayList<>();
        collect(schema, config, List.of(), found);
        if (found.isEmpty()) {
            return;
        }
        String apiVersion = config.path("apiVersion").asText();
        throw ApiException.untyped("failed to create typed patch object (%s/%s; %s, Kind=%s): %s"
                .formatted(
                        config.path("metadata").path("namespace").asText(),
                        config.path("metadata").path("name").asText(),
                        apiVersion.contains("/") ? apiVersion : "/" + apiVersion,
                        config.path("kind").asText(),
                        found.size() == 1 ? found.getFirst() : "errors:\n  " + String.join("\n  ", found)));
    }

    private static void collect(Schema schema, JsonNode value, List<String> path, List<String> into) {
        Shape shape = FieldWalk.shapeOf(schema, value);
        switch (shape) {
            case SCALAR, MAP_ATOMIC, LIST_ATOMIC, ANY -> {}
            case STRUCT, MAP ->
                value.properties()
                        .forEach(entry -> collect(
                                schema.field(entry.getKey()),
                                entry.getValue(),
                                below(path, PathElements.field(entry.getKey())),
                                into));
            case LIST_SET, LIST_MAP -> {
                Set<String> seen = new LinkedHashSet<>();
                Set<String> twice = new LinkedHashSet<>();
                for (JsonNode item : value) {
                    Optional<String> element = shape == Shape.LIST_SET
                            ? Optional.of(PathElements.value(item))
                            : PathElements.key(schema, item);
                    element.ifPresent(key -> {
                        if (!seen.add(key)) {
                            twice.add(key);
                        }
                        collect(schema.element(), item, below(path, key), into);
                    });
                }
                twice.forEach(key -> into.add(PathElements.display(path) + ": duplicate entries for key "
                        + PathElements.display(List.of(key))));
            }
        }
    }

    private static List<String> below(List<String> path, String element) {
        List<String> longer = new ArrayList<>(path);
        longer.add(element);
        return longer;
    }
}
