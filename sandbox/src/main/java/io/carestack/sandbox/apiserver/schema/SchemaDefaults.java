package io.carestack.sandbox.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Fills in the defaults that a structural schema declares; null counts as absent where null is not allowed. */
public final class SchemaDefaults {
    private SchemaDefaults() {}

    /** Fills in place. */
    public static void apply(Schema schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            schema.properties().forEach((name, field) -> {
                JsonNode current = object.path(name);
                boolean absent = current.isMissingNode() || (current.isNull() && !field.isNullable());
                if (absent && !field.defaultValue().isMissingNode() && !field.isNamedType()) {
                    object.set(name, field.defaultValue().deepCopy());
                } else if (current.isNull() && !field.isNullable()) {
                    object.remove(name);
                }
                apply(field, object.path(name));
            });
            schema.additionalProperties()
                    .ifPresent(rest -> object.properties().forEach(entry -> {
                        if (schema.property(entry.getKey()).isEmpty()) {
                            apply(rest, entry.getValue());
                        }
                    }));
        } else if (value.isArray()) {
            value.forEach(item -> apply(schema.element(), item));
        }
    }
}
