package io.carestack.sandbox.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How the elements of a path are written, in {@code fieldsV1} and in messages. */
public final class PathElements {
    private PathElements() {}

    static String field(String name) {
        return "f:" + name;
    }

    static String value(JsonNode scalar) {
        return "v:" + Json.text(scalar);
    }

    /** The element of a list that is keyed by fields; empty when it lacks a key that has no default. */
    static Optional<String> key(Schema list, JsonNode item) {
        Map<String, JsonNode> keys = new TreeMap<>();
        for (String name : list.listKeys()) {
            JsonNode value = item.path(name);
            if (value.isMissingNode() || value.isNull()) {
                value = list.element().field(name).defaultValue();
            }
            if (!value.isMissingNode()) {
                keys.put(name, value);
            }
        }
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode object = Json.object();
        object.setAll(keys);
        return Optional.of("k:" + Json.text(object));
    }

    /** The path as conflict messages print it: {@code .spec.containers[name="web"].image}. */
    public static String display(List<String> path) {
        StringBuilder text = new StringBuilder();
        for (String element : path) {
            String content = element.substring(2);
            switch (element.charAt(0)) {
                case 'f' -> text.append('.').append(content);
                case 'v' -> text.append("[=").append(content).append(']');
                default -> {
                    StringBuilder keys = new StringBuilder();
                    Json.parse(content)
                            .properties()
                            .forEach(entry -> keys.append(keys.isEmpty() ? "" : ",")
                                    .append(entry.getKey())
                                    .append('=')
                                    .append(Json.text(entry.getValue())));
                    text.append('[').append(keys).append(']');
                }
            }
        }
        return text.toString();
    }
}
