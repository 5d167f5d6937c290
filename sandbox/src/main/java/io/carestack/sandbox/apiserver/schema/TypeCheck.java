package io.carestack.sandbox.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Whether a value can be decoded into a built-in type at all; upstream answers 400 when it cannot. */
public final class TypeCheck {
    private TypeCheck() {}

    /** The first mismatch, worded as Go's JSON decoder words it. */
    public static Optional<String> mismatch(Schema schema, JsonNode value) {
        return mismatch(schema, value, FieldPath.ROOT);
    }

    private static Optional<String> mismatch(Schema schema, JsonNode value, FieldPath path) {
        if (value.isNull() || value.isMissingNode()) {
            return Optional.empty();
        }
        if (schema.isQuantity()) {
            return Quantity.parse(value.asText()).isEmpty()
                    ? Optional.of("quantities must match the regular expression"
                            + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")
                    : Optional.empty();
        }
        boolean fits = fits(schema, value);
        if (!fits) {
            return Optional.of("json: cannot unmarshal " + goName(value) + " into Go struct field " + path + " of type "
                    + goType(schema));
        }
        if (schema.text("format").equals("byte") && !isBase64(value.asText())) {
            return Optional.of("illegal base64 data at input byte 0");
        }
        if (value.isObject()) {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                Optional<String> found =
                        mismatch(schema.field(entry.getKey()), entry.getValue(), path.child(entry.getKey()));
                if (found.isPresent()) {
                    return found;
                }
            }
        } else if (value.isArray()) {
            for (JsonNode item : value) {
                Optional<String> found = mismatch(schema.element(), item, path);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getMimeDecoder().decode(text);
            return text.matches("[A-Za-z0-9+/=\\s]*");
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean fits(Schema schema, JsonNode value) {
        if (schema.isIntOrString()) {
            return value.isTextual() || value.isIntegralNumber();
        }
        return switch (schema.type()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }

    private static String goName(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case STRING -> "string";
            case ARRAY -> "array";
            default -> "object";
        };
    }

    private static String goType(Schema schema) {
        return switch (schema.type()) {
            case "integer" -> schema.text("format").isEmpty() ? "int" : schema.text("format");
            case "boolean" -> "bool";
            case "array" -> "slice";
            case "object" -> "struct";
            default -> schema.type();
        };
    }
}
