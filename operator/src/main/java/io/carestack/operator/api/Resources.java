package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/** CPU and memory of a container. */
public record Resources(
        @JsonPropertyDescription("What a pod is guaranteed.") @Nullable
        Amounts requests,

        @JsonPropertyDescription("What a pod may use at most.") @Nullable
        Amounts limits) {

    /** CPU and memory. */
    public record Amounts(
            @Pattern(Patterns.QUANTITY) @JsonPropertyDescription("CPU in cores, for example 500m or \"2\".") @Nullable
            String cpu,

            @Pattern(Patterns.BYTES) @JsonPropertyDescription("Memory in bytes, for example 512Mi.") @Nullable
            String memory) {}
}
