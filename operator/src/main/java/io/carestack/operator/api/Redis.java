package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One Redis instance of a stack, with a password, and with persistence and eviction that fit its role. */
public record Redis(
        @Required
        @Size(min = 1, max = 12)
        @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Name of the instance within the stack; objects are called <stack>-redis-<name>.")
        String name,

        @Size(min = 1, max = 512)
        @Pattern("^[a-zA-Z0-9][a-zA-Z0-9._/:@-]*$")
        @JsonPropertyDescription("Redis or Valkey image, 7.2 or newer. Default: redis:7.")
        @Nullable
        String image,

        @JsonPropertyDescription(
                "What it is for: Cache (default) evicts the least recently used keys; SessionStore evicts keys that expire soonest;"
                        + " Queue never evicts and refuses writes when it is full.")
        @Nullable
        Role role,

        @Pattern(Patterns.BYTES)
        @JsonPropertyDescription("Memory for data, for example 1Gi. Default: three quarters of the memory limit.")
        @Nullable
        String maxMemory,

        @JsonPropertyDescription(
                "Append-only file on a volume. Default: on for SessionStore and Queue, off for Cache unless it is given.")
        @Nullable
        Persistence persistence,

        @JsonPropertyDescription("CPU and memory. Default: by spec.size.") @Nullable
        Resources resources,

        @JsonPropertyDescription("Placement, labels and identity of the pod.") @Nullable
        PodSettings pod,

        @JsonPropertyDescription("Secret with the key password, instead of a generated one.") @Nullable
        ObjectReference credentials) {

    /** What a Redis instance is for. */
    public enum Role {
        Cache,
        SessionStore,
        Queue
    }

    /** Append-only file on a volume. */
    @ValidationRule(
            value =
                    "!has(self.size) || !has(oldSelf.size) || quantity(self.size).compareTo(quantity(oldSelf.size)) >= 0",
            fieldPath = ".size",
            messageExpression =
                    "'storage cannot shrink from ' + oldSelf.size + ' to ' + self.size + '; volumes only grow'")
    @ValidationRule(
            value =
                    "has(self.className) == has(oldSelf.className) && (!has(self.className) || self.className == oldSelf.className)",
            fieldPath = ".className",
            message = "the StorageClass of existing volumes cannot be changed; add a Redis of another name")
    public record Persistence(
            @JsonPropertyDescription("False keeps everything in memory. Default: true.") @Nullable
            Boolean enabled,

            @Pattern(Patterns.BYTES)
            @JsonPropertyDescription("Size of the volume. It can grow, never shrink. Default: 5Gi.")
            @Nullable
            String size,

            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("StorageClass. Default: the cluster's default class.")
            @Nullable
            String className) {}
}
