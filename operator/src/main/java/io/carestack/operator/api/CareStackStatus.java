package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator saw and did. Written by the operator alone, in one piece. */
public record CareStackStatus(
        @JsonPropertyDescription("Generation of the spec that this status describes.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("One word for what the stack is doing.") @Nullable
        Phase phase,

        @JsonPropertyDescription("One sentence about the whole stack.") @Nullable
        String summary,

        @JsonPropertyDescription("Live colour and image tag, for example blue/1.4.2.") @Nullable
        String live,

        @JsonPropertyDescription("Ready and wanted pods of all components, for example 3/3.") @Nullable
        String app,

        @JsonPropertyDescription("Ready and wanted Redis instances, for example 1/1.") @Nullable
        String cache,

        @JsonPropertyDescription("The release that runs.") @Nullable
        RolloutStatus rollout,

        @JsonPropertyDescription("Components, in the order of the spec.") @Nullable
        List<ComponentStatus> components,

        @JsonPropertyDescription("PostgreSQL.") @Nullable PostgresStatus postgres,

        @JsonPropertyDescription("Redis instances, in the order of the spec.") @Nullable
        List<RedisStatus> redis,

        @PreserveUnknownFields @JsonPropertyDescription("The spec with every default filled in.") @Nullable
        JsonNode effective,

        @JsonPropertyDescription(
                "Ready, Reconciling and Stalled by the rules of kstatus, then one condition per domain.")
        @Nullable
        List<Condition> conditions) {

    /** A status that says nothing but this about PostgreSQL. */
    public static CareStackStatus of(@Nullable PostgresStatus postgres) {
        return new CareStackStatus(null, null, null, null, null, null, null, null, postgres, null, null, null);
    }

    /** The same with another word about PostgreSQL. */
    public CareStackStatus with(@Nullable PostgresStatus other) {
        return new CareStackStatus(
                observedGeneration,
                phase,
                summary,
                live,
                app,
                cache,
                rollout,
                components,
                other,
                redis,
                effective,
                conditions);
    }

    /** The same with another word about the release. */
    public CareStackStatus with(@Nullable RolloutStatus other) {
        return new CareStackStatus(
                observedGeneration,
                phase,
                summary,
                live,
                app,
                cache,
                other,
                components,
                postgres,
                redis,
                effective,
                conditions);
    }

    /** One word for what a stack is doing. */
    public enum Phase {
        Creating,
        Updating,
        Ready,
        Degraded,
        Stalled,
        Paused,
        Hibernated
    }

    /** One component. */
    public record ComponentStatus(
            @JsonPropertyDescription("Name of the component.")
            String name,

            @JsonPropertyDescription("Ready pods of the live colour.")
            int ready,

            @JsonPropertyDescription("Wanted pods of the live colour.")
            int wanted,

            @JsonPropertyDescription("Image of the live colour.")
            String image,

            @JsonPropertyDescription("What is wrong with a pod, in its own words.") @Nullable
            String problem) {}

    /** One Redis instance. */
    public record RedisStatus(
            @JsonPropertyDescription("Name of the instance.")
            String name,

            @JsonPropertyDescription("Whether it answers.") boolean ready,

            @JsonPropertyDescription("What is wrong with its pod, in its own words.") @Nullable
            String problem) {}
}
