package io.carestack.sandbox.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.error.ApiException.Subject;
import io.carestack.sandbox.apiserver.json.Json;
import java.util.List;

/** RFC 6902. */
public final class JsonPatch {
    private JsonPatch() {}

    /** The patched copy; throws 422 when an operation does not fit and 400 when the patch is malformed. */
    public static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!patch.isArray()) {
            throw ApiException.badRequest("json patch must be an array of operations");
        }
        JsonNode result = target.deepCopy();
        for (JsonNode operation : patch) {
            result = apply(result, operation, operation.path("op").asText());
        }
        return result;
    }

    private static JsonNode apply(JsonNode root, JsonNode operation, String name) {
        String path = operation.path("path").asText();
        return switch (name) {
            case "add" -> add(root, path, operation.path("value").deepCopy(), false);
            case "replace" -> {
                existing(root, path);
                yield add(root, path, operation.path("value").deepCopy(), true);
            }
            case "remove" -> remove(root, path);
            case "move" -> {
                String from = operation.path("from").asText();
                JsonNode value = existing(root, from);
                yield add(remove(root, from), path, value, false);
            }
            case "copy" ->
                add(root, path, existing(root, operation.path("from").asText()).deepCopy(), false);
            case "test" -> {
                if (!Json.same(root.at(path), operation.path("value"))) {
                    throw unprocessable("testing value " + path + " failed: test failed");
                }
                yield root;
            }
            default -> throw ApiException.badRequest("unknown json patch operation: \"" + name + "\"");
        };
    }

    private static ApiException unprocessable(String message) {
        return new ApiException(
                422,
                "Invalid",
                "the server rejected our request due to an error in our request: " + message,
                Subject.NONE,
                List.of());
    }

    private static JsonNode existing(JsonNode root, String path) {
        JsonNode value = root.at(path);
        if (value.isMissingNode()) {
            throw unprocessable("path does not exist: " + path);
        }
        return value;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
    }

    private static JsonNode parent(JsonNode root, String path) {
        return existing(root, path.substring(0, path.lastIndexOf('/')));
    }

    private static JsonNode add(JsonNode root, String path, JsonNode value, boolean replace) {
        if (path.isEmpty()) {
            return value;
        }
        switch (parent(root, path)) {
            case ObjectNode object -> object.set(last(path), value);
            case ArrayNode array -> {
                if (replace) {
                    array.set(index(array, last(path), array.size() - 1), value);
                } else if (last(path).equals("-")) {
                    array.add(value);
                } else {
                    array.insert(index(array, last(path), array.size()), value);
                }
            }
            default -> throw unprocessable("path does not exist: " + path);
        }
        return root;
    }

    private static JsonNode remove(JsonNode root, String path) {
        existing(root, path);
        switch (parent(root, path)) {
            case ObjectNode object -> object.remove(last(path));
            case ArrayNode array -> array.remove(index(array, last(path), array.size() - 1));
            default -> throw unprocessable("path does not exist: " + path);
        }
        return root;
    }

    private static int index(ArrayNode array, String text, int largest) {
        if (!text.matches("0|[1-9][0-9]*") || Integer.parseInt(text) > largest) {
            throw unprocessable("index out of bounds: " + text + " of " + array.size());
        }
        return Integer.parseInt(text);
    }
}
