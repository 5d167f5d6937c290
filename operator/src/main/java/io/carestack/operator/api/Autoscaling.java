package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Targets and behaviour of a component's HorizontalPodAutoscaler. */
public record Autoscaling(
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription(
                "Average CPU use to aim at, in percent of the request. Default: 70 when no target is given.")
        @Nullable
        Integer cpu,

        @Min(1)
        @Max(1000)
        @JsonPropertyDescription("Average memory use to aim at, in percent of the request.")
        @Nullable
        Integer memory,

        @JsonPropertyDescription("How fast the component grows and shrinks. Default: Kubernetes' own.") @Nullable
        Behavior behavior) {

    /** Speed in both directions. */
    public record Behavior(
            @JsonPropertyDescription("Rules for growing.") @Nullable
            Rules scaleUp,

            @JsonPropertyDescription("Rules for shrinking.") @Nullable
            Rules scaleDown) {}

    /** Speed in one direction. */
    public record Rules(
            @Min(0)
            @Max(3600)
            @JsonPropertyDescription("Seconds of past recommendations that are looked at before a change.")
            @Nullable
            Integer stabilizationWindowSeconds,

            @JsonPropertyDescription("Which policy wins: Max, Min, or Disabled to never change in this direction.")
            @Nullable
            SelectPolicy selectPolicy,

            @Size(max = 8) @JsonPropertyDescription("Limits on the change within a period.") @Nullable
            List<Policy> policies) {}

    /** Which policy wins. */
    public enum SelectPolicy {
        Max,
        Min,
        Disabled
    }

    /** One limit on the change within a period. */
    public record Policy(
            @Required @JsonPropertyDescription("Unit of value: Pods or Percent.")
            PolicyType type,

            @Required @Min(1) @JsonPropertyDescription("Largest change within the period.")
            Integer value,

            @Required @Min(1) @Max(1800) @JsonPropertyDescription("Length of the period in seconds.")
            Integer periodSeconds) {}

    /** Unit of a policy's value. */
    public enum PolicyType {
        Pods,
        Percent
    }
}
