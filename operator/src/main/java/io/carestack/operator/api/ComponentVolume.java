package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A volume of a component's pods and where it is mounted. */
@ValidationRule(
        value =
                "[has(self.emptyDir), has(self.persistentVolumeClaim), has(self.configMap), has(self.secret)].filter(b, b).size() == 1",
        messageExpression =
                "'volume ' + self.name + ': give exactly one of emptyDir, persistentVolumeClaim, configMap and secret'")
public record ComponentVolume(
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Name of the volume within the pod.")
        String name,

        @Required
        @Size(min = 1, max = 1024)
        @Pattern("^/.*$")
        @JsonPropertyDescription("Absolute path in the container.")
        String mountPath,

        @JsonPropertyDescription("True mounts the volume read-only. Default: false.") @Nullable
        Boolean readOnly,

        @Size(max = 1024)
        @ValidationRule(
                value = "!self.startsWith('/') && !self.contains('..')",
                message = "subPath must be relative and must not contain '..'")
        @JsonPropertyDescription("Path within the volume.")
        @Nullable
        String subPath,

        @JsonPropertyDescription("An empty directory that lives as long as the pod.") @Nullable
        EmptyDirectory emptyDir,

        @JsonPropertyDescription(
                "An existing PersistentVolumeClaim that all pods of both colours share (ReadWriteMany).")
        @Nullable
        ObjectReference persistentVolumeClaim,

        @JsonPropertyDescription("A ConfigMap in the stack's namespace.") @Nullable
        ObjectReference configMap,

        @JsonPropertyDescription("A Secret in the stack's namespace.") @Nullable
        ObjectReference secret) {

    /** An empty directory. */
    public record EmptyDirectory(
            @Pattern(Patterns.BYTES)
            @JsonPropertyDescription("Largest size, for example 10Gi. A pod that exceeds it is evicted.")
            @Nullable
            String sizeLimit,

            @JsonPropertyDescription("Memory keeps the directory in RAM; Disk (default) on the node.") @Nullable
            Medium medium) {}

    /** Where an empty directory is kept. */
    public enum Medium {
        Disk,
        Memory
    }
}
