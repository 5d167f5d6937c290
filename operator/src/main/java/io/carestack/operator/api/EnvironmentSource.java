package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A Secret or ConfigMap whose keys become environment variables. */
@ValidationRule(
        value = "has(self.secretRef) != has(self.configMapRef)",
        message = "give exactly one of secretRef and configMapRef")
public record EnvironmentSource(
        @Size(max = 64)
        @Pattern("^[A-Za-z_][A-Za-z0-9_.-]*$")
        @JsonPropertyDescription("Put in front of every key.")
        @Nullable
        String prefix,

        @JsonPropertyDescription("A Secret in the stack's namespace.") @Nullable
        ObjectReference secretRef,

        @JsonPropertyDescription("A ConfigMap in the stack's namespace.") @Nullable
        ObjectReference configMapRef) {}
