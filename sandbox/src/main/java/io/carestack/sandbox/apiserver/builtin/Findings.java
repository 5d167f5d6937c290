package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.FieldPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is wrong with an object, and the checks that many kinds share. */
final class Findings {
    private static final String PERCENT = "a valid percent string must be a numeric string followed by an ending '%'"
            + " (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

    private final List<Cause> causes = new ArrayList<>();

    List<Cause> causes() {
        return causes;
    }

    void add(Cause cause) {
        causes.add(cause);
    }

    void addAll(List<Cause> more) {
        causes.addAll(more);
    }

    void required(FieldPath path, JsonNode value, String detail) {
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.asText().isEmpty())) {
            causes.add(Cause.required(path.text(), detail));
        }
    }

    void invalid(FieldPath path, JsonNode value, String detail) {
        causes.add(Cause.invalid(path.text(), Json.text(value), detail));
    }

    void invalidIf(FieldPath path, JsonNode value, Optional<String> detail) {
        detail.ifPresent(text -> invalid(path, value, text));
    }

    void oneOf(FieldPath path, JsonNode value, List<String> allowed) {
        if (value.isTextual() && !allowed.contains(value.asText())) {
            causes.add(Cause.notSupported(path.text(), Json.text(value), allowed));
        }
    }

    void notNegative(FieldPath path, JsonNode value) {
        if (value.isNumber() && value.asLong() < 0) {
            invalid(path, value, "must be greater than or equal to 0");
        }
    }

    void port(FieldPath path, JsonNode value) {
        if (value.isNumber() && (value.asInt() < 1 || value.asInt() > 65_535)) {
            invalid(path, value, "must be between 1 and 65535, inclusive");
        }
    }

    void intOrPercent(FieldPath path, JsonNode value) {
        if (value.isTextual() && !value.asText().matches("[0-9]+%")) {
            invalid(path, value, PERCENT);
        }
        notNegative(path, value);
    }

    void immutable(FieldPath path, JsonNode value, JsonNode before) {
        if (!Json.same(value, before)) {
            invalid(path, value, "field is immutable");
        }
    }

    /** No two elements of a list may have the same value of a field. */
    void unique(FieldPath list, JsonNode elements, String field) {
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < elements.size(); index++) {
            JsonNode value = elements.get(index).path(field);
            if (!value.isMissingNode() && !value.asText().isEmpty() && !seen.add(value.asText())) {
                causes.add(Cause.duplicate(list.index(index).child(field).text(), Json.text(value)));
            }
        }
    }
}
