package io.carestack.operator.crd;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The schema of {@code metav1.Condition}, which the client's model class lacks. */
final class Conditions {
    private Conditions() {}

    static ObjectNode schema() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        schema.putArray("required")
                .add("lastTransitionTime")
                .add("message")
                .add("reason")
                .add("status")
                .add("type");
        ObjectNode properties = schema.putObject("properties");
        properties
                .putObject("lastTransitionTime")
                .put("type", "string")
                .put("format", "date-time")
                .put("description", "When the status of the condition changed last.");
        text(properties, "message", "One sentence for people: what is wrong, and what to do.", 32768);
        properties
                .putObject("observedGeneration")
                .put("type", "integer")
                .put("format", "int64")
                .put("minimum", 0)
                .put("description", "Generation of the spec that the condition is about.");
        text(properties, "reason", "One CamelCase word for programs.", 1024)
                .put("minLength", 1)
                .put("pattern", "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$");
        properties
                .putObject("status")
                .put("type", "string")
                .put("description", "True, False or Unknown.")
                .putArray("enum")
                .add("True")
                .add("False")
                .add("Unknown");
        text(properties, "type", "Name of the condition.", 316)
                .put(
                        "pattern",
                        "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$");
        return schema;
    }

    private static ObjectNode text(ObjectNode properties, String name, String description, int maxLength) {
        return properties
                .putObject(name)
                .put("type", "string")
                .put("description", description)
                .put("maxLength", maxLength);
    }
}
