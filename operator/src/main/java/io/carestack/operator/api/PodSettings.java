package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Placement, labels and identity of pods. What would weaken their restricted security context cannot be said here. */
public record PodSettings(
        @JsonPropertyDescription("Labels added to the pods. Labels of the operator cannot be changed.")
        @ValidationRule(
                value = "self.all(key, !key.startsWith('carestack.io/') && !key.startsWith('app.kubernetes.io/'))",
                message = "pod labels that start with carestack.io/ or app.kubernetes.io/ belong to the operator")
        @Size(max = 64)
        @Nullable
        Map<String, String> labels,

        @JsonPropertyDescription("Annotations added to the pods.")
        @ValidationRule(
                value = "self.all(key, !key.startsWith('carestack.io/'))",
                message = "pod annotations that start with carestack.io/ belong to the operator")
        @Size(max = 64)
        @Nullable
        Map<String, String> annotations,

        @Size(max = 32) @JsonPropertyDescription("Labels that a node must have.") @Nullable
        Map<String, String> nodeSelector,

        @Size(max = 32) @JsonPropertyDescription("Taints that the pods tolerate.") @Nullable
        List<Toleration> tolerations,

        @JsonPropertyDescription(
                "How pods of the same kind spread over nodes: Preferred (default) or Required, which leaves a pod pending rather than put two on one node.")
        @Nullable
        AntiAffinity antiAffinity,

        @Size(max = 253) @Pattern(Patterns.OBJECT_NAME) @JsonPropertyDescription("PriorityClass of the pods.") @Nullable
        String priorityClassName,

        @Size(max = 253) @Pattern(Patterns.OBJECT_NAME) @JsonPropertyDescription("RuntimeClass of the pods.") @Nullable
        String runtimeClassName,

        @Size(max = 8) @JsonPropertyDescription("Secrets with credentials for the image registry.") @Nullable
        List<ObjectReference> imagePullSecrets,

        @Min(1)
        @Max(2147483647)
        @JsonPropertyDescription("User id of the processes; never root. Default: what the image says.")
        @Nullable
        Long runAsUser,

        @Min(1)
        @Max(2147483647)
        @JsonPropertyDescription("Group id of the processes. Default: what the image says.")
        @Nullable
        Long runAsGroup,

        @Min(1) @Max(2147483647) @JsonPropertyDescription("Group that owns the volumes. Default: runAsGroup.") @Nullable
        Long fsGroup) {

    /** How pods of the same kind spread over nodes. */
    public enum AntiAffinity {
        Preferred,
        Required
    }

    /** A taint that is tolerated. The rules are those of pods, so that no Deployment is refused later. */
    @ValidationRule(
            value = "!has(self.tolerationSeconds) || (has(self.effect) && self.effect == 'NoExecute')",
            fieldPath = ".tolerationSeconds",
            message = "tolerationSeconds needs effect NoExecute; set that effect or remove tolerationSeconds")
    @ValidationRule(
            value = "(has(self.key) && self.key != '') || (has(self.operator) && self.operator == 'Exists')",
            fieldPath = ".key",
            message = "a toleration without a key needs operator Exists; give a key or that operator")
    @ValidationRule(
            value = "!has(self.value) || self.value == '' || !has(self.operator) || self.operator != 'Exists'",
            fieldPath = ".value",
            message = "operator Exists takes no value; remove the value or use Equal")
    public record Toleration(
            @Size(max = 316) @JsonPropertyDescription("Key of the taint; empty means every key.") @Nullable
            String key,

            @JsonPropertyDescription("Exists or Equal (default).") @Nullable
            Operator operator,

            @Size(max = 63) @JsonPropertyDescription("Value of the taint for Equal.") @Nullable
            String value,

            @JsonPropertyDescription("Effect to tolerate; empty means all of them.") @Nullable
            Effect effect,

            @JsonPropertyDescription("Seconds before a pod is evicted by a NoExecute taint. Default: for ever.")
            @Nullable
            Long tolerationSeconds) {}

    /** How a toleration compares. */
    public enum Operator {
        Exists,
        Equal
    }

    /** Effect of a taint. */
    public enum Effect {
        NoSchedule,
        PreferNoSchedule,
        NoExecute
    }
}
