package io.carestack.sandbox.apiserver.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.FieldPath;
import io.carestack.sandbox.apiserver.schema.Schema;
import io.carestack.sandbox.apiserver.schema.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Evaluates the {@code x-kubernetes-validations} of a schema on a value, and on its old value where there is one. */
public final class RuleValidator {
    private static final Pattern OLD_SELF = Pattern.compile("\\boldSelf\\b");
    private static final Pattern PATH_PART = Pattern.compile("\\.([^.\\[]+)|\\['([^']+)'\\]|\\[([0-9]+)\\]");

    private final RuleCompiler compiler = new RuleCompiler();

    /** The rules that do not compile, with the path of each in the schema. */
    public List<Cause> check(Schema schema, FieldPath path) {
        List<Cause> causes = new ArrayList<>();
        JsonNode rules = schema.json().path("x-kubernetes-validations");
        for (int index = 0; index < rules.size(); index++) {
            JsonNode rule = rules.get(index);
            FieldPath at = path.child("x-kubernetes-validations").index(index);
            try {
                compiler.compile(rule.path("rule").asText());
            } catch (RuleCompiler.RuleFailure invalid) {
                causes.add(
                        Cause.invalid(at.child("rule").text(), Json.text(rule), String.valueOf(invalid.getMessage())));
            }
        }
        schema.properties()
                .forEach((name, field) ->
                        causes.addAll(check(field, path.child("properties").key(name))));
        schema.items().ifPresent(items -> causes.addAll(check(items, path.child("items"))));
        schema.additionalProperties().ifPresent(rest -> causes.addAll(check(rest, path.child("additionalProperties"))));
        return causes;
    }

    /** The rules that the value breaks; {@code old} is a missing node on create. */
    public List<Cause> validate(Schema schema, JsonNode value, JsonNode old, FieldPath path) {
        List<Cause> causes = new ArrayList<>();
        walk(schema, value, old, path, true, causes);
        return causes;
    }

    private void walk(Schema schema, JsonNode value, JsonNode old, FieldPath path, boolean root, List<Cause> causes) {
        if (value.isMissingNode() || value.isNull() || (schema.isNamedType() && !root)) {
            return;
        }
        JsonNode rules = schema.json().path("x-kubernetes-validations");
        if (!rules.isEmpty()) {
            Object self = CelValues.value(schema, root ? rootView(value) : value);
            for (JsonNode rule : rules) {
                apply(rule, schema, value, self, root && !old.isMissingNode() ? rootView(old) : old, path)
                        .ifPresent(causes::add);
            }
        }
        if (value.isObject()) {
            value.properties()
                    .forEach(entry -> walk(
                            schema.field(entry.getKey()),
                            entry.getValue(),
                            old.path(entry.getKey()),
                            path.child(entry.getKey()),
                            false,
                            causes));
        } else if (value.isArray()) {
            for (int index = 0; index < value.size(); index++) {
                walk(
                        schema.element(),
                        value.get(index),
                        counterpart(schema, value.get(index), old),
                        path.index(index),
                        false,
                        causes);
            }
        }
    }

    /** Of the metadata, rules see only the name. */
    private static JsonNode rootView(JsonNode value) {
        ObjectNode view = value.deepCopy();
        if (view.get("metadata") instanceof ObjectNode metadata) {
            metadata.retain("name", "generateName");
        }
        return view;
    }

    /** Only elements of keyed lists have an old value. */
    private static JsonNode counterpart(Schema list, JsonNode item, JsonNode old) {
        if (list.shape() == Shape.LIST_MAP) {
            for (JsonNode candidate : old) {
                if (list.listKeys().stream().allMatch(key -> Json.same(candidate.path(key), item.path(key)))) {
                    return candidate;
                }
            }
        }
        return MissingNode.getInstance();
    }

    private Optional<Cause> apply(
            JsonNode rule, Schema schema, JsonNode value, Object self, JsonNode old, FieldPath path) {
        String expression = rule.path("rule").asText();
        boolean transition = OLD_SELF.matcher(expression).find();
        boolean optionalOld = rule.path("optionalOldSelf").asBoolean();
        if (transition && old.isMissingNode() && !optionalOld) {
            return Optional.empty();
        }
        Map<String, Object> variables = new HashMap<>();
        variables.put("self", self);
        if (!old.isMissingNode()) {
            Object before = CelValues.value(schema, old);
            variables.put("oldSelf", optionalOld ? Optional.of(before) : before);
        } else if (optionalOld) {
            variables.put("oldSelf", Optional.empty());
        }
        String message = rule.path("message").asText("");
        try {
            if (Boolean.TRUE.equals(compiler.evaluate(expression, variables))) {
                return Optional.empty();
            }
            return Optional.of(cause(rule, value, path, message(rule, message, expression, variables)));
        } catch (RuleCompiler.RuleFailure failed) {
            String shown = message.isEmpty() ? expression : message;
            return Optional.of(cause(rule, value, path, failed.getMessage() + " evaluating rule: " + shown));
        }
    }

    private String message(JsonNode rule, String fixed, String expression, Map<String, Object> variables) {
        String computed = rule.path("messageExpression").asText("");
        if (!computed.isEmpty()) {
            try {
                if (compiler.evaluate(computed, variables) instanceof String text && !text.isBlank()) {
                    return text;
                }
            } catch (RuleCompiler.RuleFailure fallBack) {
                // a message that cannot be computed gives way to the fixed one
                return fixed.isEmpty() ? "failed rule: " + expression : fixed;
            }
        }
        return fixed.isEmpty() ? "failed rule: " + expression : fixed;
    }

    private static Cause cause(JsonNode rule, JsonNode value, FieldPath path, String message) {
        String field = path(path, rule.path("fieldPath").asText("")).text();
        String shown = shown(value);
        if (field.isEmpty()) {
            field = "<nil>";
        }
        return switch (rule.path("reason").asText("FieldValueInvalid")) {
            case "FieldValueForbidden" -> Cause.forbidden(field, message);
            case "FieldValueRequired" -> Cause.required(field, message);
            case "FieldValueDuplicate" -> Cause.duplicate(field, shown);
            default ->
                value.isObject() || value.isArray()
                        ? new Cause("FieldValueInvalid", "Invalid value: " + message, field)
                        : Cause.invalid(field, shown, message);
        };
    }

    private static String shown(JsonNode value) {
        return value.isObject() ? "\"object\"" : value.isArray() ? "\"array\"" : Json.text(value);
    }

    private static FieldPath path(FieldPath base, String relative) {
        FieldPath path = base;
        Matcher parts = PATH_PART.matcher(relative);
        while (parts.find()) {
            if (parts.group(1) != null) {
                path = path.child(parts.group(1));
            } else if (parts.group(2) != null) {
                path = path.key(parts.group(2));
            } else {
                path = path.index(Integer.parseInt(parts.group(3)));
            }
        }
        return path;
    }
}
