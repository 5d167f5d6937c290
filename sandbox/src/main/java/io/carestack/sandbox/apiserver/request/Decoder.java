package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.schema.Pruner;
import io.carestack.sandbox.apiserver.schema.TypeCheck;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From bytes to an object of the expected kind, its unknown fields reported as the client asked for. */
final class Decoder {
    private Decoder() {}

    /** Throws 400 when the bytes are no JSON or YAML. */
    static JsonNode parse(byte[] body) {
        try {
            return Json.parse(body);
        } catch (UncheckedIOException malformed) {
            throw ApiException.badRequest("error decoding: " + malformed.getMessage());
        }
    }

    static ObjectNode object(byte[] body) {
        if (parse(body) instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the body is no object");
    }

    /** Kind and version of the body must be those of the request, or absent where {@code lenient}. */
    static void checkKind(ResourceType type, ObjectNode object, boolean lenient) {
        String apiVersion = object.path("apiVersion").asText();
        String kind = object.path("kind").asText();
        if (lenient && apiVersion.isEmpty() && kind.isEmpty()) {
            return;
        }
        if (kind.isEmpty()) {
            throw ApiException.badRequest("Object 'Kind' is missing in '" + Json.text(object) + "'");
        }
        if (!kind.equals(type.kind().kind()) || !apiVersion.equals(type.kind().apiVersion())) {
            throw ApiException.badRequest(
                    type.kind().kind() + " in version \"" + type.kind().version() + "\" cannot be handled as a "
                            + type.kind().kind() + ": the API version in the data (" + apiVersion + ", Kind=" + kind
                            + ") does not match the expected API version ("
                            + type.kind().apiVersion() + ", Kind="
                            + type.kind().kind() + ")");
        }
    }

    /** Drops what the schema does not know; returns warnings, or throws 400 in strict mode. */
    static List<String> prune(ResourceType type, ObjectNode object, WriteOptions.Validation validation) {
        List<String> warnings = new ArrayList<>();
        for (String path : Pruner.prune(type.schema(), object)) {
            warnings.add("unknown field \"" + path + "\"");
        }
        return switch (validation) {
            case IGNORE -> List.of();
            case WARN -> warnings;
            case STRICT -> {
                if (!warnings.isEmpty()) {
                    throw ApiException.badRequest(
                            type.kind().kind() + " in version \"" + type.kind().version() + "\" cannot be handled as a "
                                    + type.kind().kind() + ": strict decoding error: " + String.join(", ", warnings));
                }
                yield warnings;
            }
        };
    }

    /** Built-in kinds are decoded into fixed types; throws 400 when a value has the wrong one. */
    static void checkTypes(ResourceType type, ObjectNode object) {
        if (type.isCustom()) {
            return;
        }
        Optional<String> mismatch = TypeCheck.mismatch(type.schema(), object);
        if (mismatch.isPresent()) {
            throw ApiException.badRequest(
                    type.kind().kind() + " in version \"" + type.kind().version() + "\" cannot be handled as a "
                            + type.kind().kind() + ": " + mismatch.get());
        }
    }
}
