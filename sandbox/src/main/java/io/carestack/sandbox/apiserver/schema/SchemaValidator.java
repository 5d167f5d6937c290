package io.carestack.sandbox.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks a custom resource against its OpenAPI schema, with upstream's messages. */
public final class SchemaValidator {
    private final List<Cause> causes = new ArrayList<>();

    private SchemaValidator() {}

    /** Everything that is wrong below the path; empty when nothing is. */
    public static List<Cause> validate(Schema schema, JsonNode value, FieldPath path) {
        SchemaValidator validator = new SchemaValidator();
        validator.check(schema, value, path);
        return validator.causes;
    }

    private void check(Schema schema, JsonNode value, FieldPath path) {
        if (schema.isNamedType() || (value.isNull() && schema.isNullable())) {
            return;
        }
        if (!hasType(schema, value)) {
            String type = schema.type().isEmpty() ? "integer,string" : schema.type();
            causes.add(Cause.typeInvalid(
                    path.text(),
                    shown(value, true),
                    path + " in body must be of type " + type + ": " + shown(value, true)));
            alternatives(schema, value, path);
            return;
        }
        enumeration(schema, value, path);
        combinations(schema, value, path);
        switch (value.getNodeType()) {
            case STRING -> text(schema, value.asText(), path);
            case NUMBER -> number(schema, value.decimalValue(), value, path);
            case ARRAY -> array(schema, value, path);
            case OBJECT -> object(schema, value, path);
            default -> {
                // null and booleans have nothing more to check
            }
        }
    }

    private static boolean hasType(Schema schema, JsonNode value) {
        if (schema.isIntOrString()) {
            return value.isTextual() || value.isIntegralNumber();
        }
        return switch (schema.type()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" ->
                value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }

    /** A value in a message: type errors name only the type. */
    private static String shown(JsonNode value, boolean typeOnly) {
        if (!typeOnly) {
            return Json.text(value);
        }
        return switch (value.getNodeType()) {
            case STRING -> "\"string\"";
            case NUMBER -> value.isIntegralNumber() ? "\"integer\"" : "\"number\"";
            case BOOLEAN -> "\"boolean\"";
            case ARRAY -> "\"array\"";
            case OBJECT -> "\"object\"";
            default -> "\"null\"";
        };
    }

    private void invalid(FieldPath path, JsonNode value, String detail) {
        causes.add(Cause.invalid(
                path.text(), shown(value, value.isObject() || value.isArray()), path + " in body " + detail));
    }

    private void enumeration(Schema schema, JsonNode value, FieldPath path) {
        JsonNode allowed = schema.json().path("enum");
        if (allowed.isArray() && allowed.valueStream().noneMatch(option -> Json.same(option, value))) {
            causes.add(Cause.notSupported(path.text(), Json.text(value), Json.texts(allowed)));
        }
    }

    private void combinations(Schema schema, JsonNode value, FieldPath path) {
        for (JsonNode part : schema.json().path("allOf")) {
            check(Schema.of(part, name -> Json.object()), value, path);
        }
        alternatives(schema, value, path);
        JsonNode oneOf = schema.json().path("oneOf");
        if (oneOf.isArray() && !oneOf.isEmpty() && fitting(oneOf, value, path) != 1) {
            invalid(path, value, "must validate one and only one schema (oneOf)");
        }
        JsonNode not = schema.json().path("not");
        if (not.isObject()
                && validate(Schema.of(not, name -> Json.object()), value, path).isEmpty()) {
            invalid(path, value, "must not validate the schema (not)");
        }
    }

    private void alternatives(Schema schema, JsonNode value, FieldPath path) {
        JsonNode anyOf = schema.json().path("anyOf");
        if (anyOf.isArray() && !anyOf.isEmpty() && fitting(anyOf, value, path) == 0) {
            causes.add(Cause.invalid("<nil>", "\"\"", "\"" + path + "\" must validate at least one schema (anyOf)"));
            check(Schema.of(anyOf.get(0), name -> Json.object()), value, path);
        }
    }

    private static long fitting(JsonNode options, JsonNode value, FieldPath path) {
        return options.valueStream()
                .filter(option -> validate(Schema.of(option, name -> Json.object()), value, path)
                        .isEmpty())
                .count();
    }

    private void text(Schema schema, String text, FieldPath path) {
        JsonNode json = schema.json();
        JsonNode value = TextNode.valueOf(text);
        int length = text.codePointCount(0, text.length());
        String format = schema.text("format");
        if (!format.isEmpty() && !Formats.fits(format, text)) {
            invalid(path, value, "must be of type " + format + ": " + Json.text(value));
        }
        if (json.has("maxLength") && length > json.path("maxLength").asInt()) {
            causes.add(Cause.tooLong(
                    path.text(),
                    "may not be more than " + json.path("maxLength").asInt() + " bytes"));
            return;
        }
        if (json.has("minLength") && length < json.path("minLength").asInt()) {
            invalid(path, value, "should be at least " + json.path("minLength").asInt() + " chars long");
            return;
        }
        String pattern = schema.text("pattern");
        if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
            invalid(path, value, "should match '" + pattern + "'");
        }
    }

    private void number(Schema schema, BigDecimal number, JsonNode value, FieldPath path) {
        JsonNode json = schema.json();
        if (json.has("minimum")) {
            BigDecimal bound = json.path("minimum").decimalValue();
            boolean exclusive = schema.flag("exclusiveMinimum");
            if (number.compareTo(bound) < (exclusive ? 1 : 0)) {
                invalid(path, value, "should be greater than " + (exclusive ? "" : "or equal to ") + plain(bound));
            }
        }
        if (json.has("maximum")) {
            BigDecimal bound = json.path("maximum").decimalValue();
            boolean exclusive = schema.flag("exclusiveMaximum");
            if (number.compareTo(bound) > (exclusive ? -1 : 0)) {
                invalid(path, value, "should be less than " + (exclusive ? "" : "or equal to ") + plain(bound));
            }
        }
        if (json.has("multipleOf")
                && number.remainder(json.path("multipleOf").decimalValue()).signum() != 0) {
            invalid(
                    path,
                    value,
                    "should be a multiple of " + json.path("multipleOf").asText());
        }
        boolean fits = switch (schema.text("format")) {
            case "int32" -> number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
            default -> true;
        };
        if (!fits) {
            invalid(path, value, "must be of type int32: " + Json.text(value));
        }
    }

    private static String plain(BigDecimal bound) {
        return bound.stripTrailingZeros().toPlainString();
    }

    private void array(Schema schema, JsonNode value, FieldPath path) {
        JsonNode json = schema.json();
        if (json.has("maxItems") && value.size() > json.path("maxItems").asInt()) {
            causes.add(Cause.tooMany(
                    path.text(), value.size(), json.path("maxItems").asInt()));
        }
        if (json.has("minItems") && value.size() < json.path("minItems").asInt()) {
            causes.add(Cause.invalid(
                    path.text(),
                    Integer.toString(value.size()),
                    path + " in body should have at least "
                            + json.path("minItems").asInt() + " items"));
        }
        for (int index = 0; index < value.size(); index++) {
            check(schema.element(), value.get(index), path.index(index));
        }
        uniqueness(schema, value, path);
    }

    private void uniqueness(Schema schema, JsonNode value, FieldPath path) {
        Set<JsonNode> seen = new HashSet<>();
        for (int index = 0; index < value.size(); index++) {
            JsonNode item = value.get(index);
            switch (schema.shape()) {
                case LIST_SET -> {
                    if (!seen.add(item)) {
                        causes.add(Cause.duplicate(path.index(index).text(), Json.text(item)));
                    }
                }
                case LIST_MAP -> {
                    var keys = Json.object();
                    schema.listKeys().stream().filter(item::has).forEach(key -> keys.set(key, item.path(key)));
                    if (!seen.add(keys)) {
                        causes.add(Cause.duplicate(path.index(index).text(), Json.text(keys)));
                    }
                }
                default -> {
                    // other lists may repeat their elements
                }
            }
        }
    }

    private void object(Schema schema, JsonNode value, FieldPath path) {
        JsonNode json = schema.json();
        for (String name : schema.required()) {
            if (!value.has(name)) {
                causes.add(Cause.required(path.child(name).text(), ""));
            }
        }
        if (json.has("maxProperties")
                && value.size() > json.path("maxProperties").asInt()) {
            causes.add(Cause.tooMany(
                    path.text(), value.size(), json.path("maxProperties").asInt()));
        }
        if (json.has("minProperties")
                && value.size() < json.path("minProperties").asInt()) {
            invalid(
                    path,
                    value,
                    "should have at least " + json.path("minProperties").asInt() + " properties");
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            FieldPath below = path.child(entry.getKey());
            schema.property(entry.getKey())
                    .or(schema::additionalProperties)
                    .ifPresent(field -> check(field, entry.getValue(), below));
        }
    }
}
