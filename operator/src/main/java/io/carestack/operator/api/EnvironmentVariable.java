package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One environment variable: a literal value or a reference. */
@ValidationRule(
        value = "!(has(self.value) && has(self.valueFrom))",
        messageExpression = "'env ' + self.name + ': give either value or valueFrom, not both'")
public record EnvironmentVariable(
        @Required
        @Size(min = 1, max = 256)
        @Pattern("^[A-Za-z_][A-Za-z0-9_.-]*$")
        @JsonPropertyDescription("Name of the variable.")
        String name,

        @Size(max = 32768)
        @JsonPropertyDescription("Literal value. Put nothing secret here; use valueFrom.secretKeyRef.")
        @Nullable
        String value,

        @JsonPropertyDescription("Where the value comes from.") @Nullable
        Source valueFrom) {

    /** Exactly one source of a value. */
    @ValidationRule(
            value = "[has(self.secretKeyRef), has(self.configMapKeyRef), has(self.fieldRef)].filter(b, b).size() == 1",
            message = "give exactly one of secretKeyRef, configMapKeyRef and fieldRef")
    public record Source(
            @JsonPropertyDescription("A key of a Secret in the stack's namespace.") @Nullable
            KeyReference secretKeyRef,

            @JsonPropertyDescription("A key of a ConfigMap in the stack's namespace.") @Nullable
            KeyReference configMapKeyRef,

            @JsonPropertyDescription("A field of the pod itself, for example metadata.name or status.podIP.") @Nullable
            FieldReference fieldRef) {}

    /** A key of a Secret or ConfigMap. */
    public record KeyReference(
            @Required
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("Name of the object.")
            String name,

            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Key within the object.")
            String key) {}

    /** A field of the pod. */
    public record FieldReference(
            @Required @Size(min = 1, max = 256) @JsonPropertyDescription("Path of the field.")
            String fieldPath) {}
}
