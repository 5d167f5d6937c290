package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Job that runs once per release before its pods are made, while the release before it serves.
 *
 * <p>What it changes must suit both releases; a failure ends the rollout and touches nothing that serves.
 */
public record Migration(
        @Size(min = 1, max = 20)
        @JsonPropertyDescription(
                "Component whose image, environment, volumes and identity the Job has. Default: the first component.")
        @Nullable
        String component,

        @Size(min = 1, max = 512)
        @Pattern("^[a-zA-Z0-9][a-zA-Z0-9._/:@-]*$")
        @JsonPropertyDescription("Image of the Job. Default: the component's.")
        @Nullable
        String image,

        @Required
        @Size(min = 1, max = 64)
        @JsonPropertyDescription("What the Job runs, for example [npm, run, migrate]. It must bear to be run again.")
        List<String> command,

        @Pattern(Patterns.DURATION)
        @JsonPropertyDescription("When the Job is stopped and counts as failed. Default: 10m.")
        @Nullable
        String deadline,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Revisions that can work with the schema that this migration leaves, beside the one before it. Needed when a release that"
                        + " migrated never became the stable one: the schema is then ahead of what is live, and status.rollout names the live revision to put here.")
        @Nullable
        List<String> compatibleWith,

        @JsonPropertyDescription("Runs before the migration, for example a dump; the migration waits for its success.")
        @Nullable
        Backup backup) {

    /** A Job with the environment of the migration's component. */
    public record Backup(
            @Size(min = 1, max = 512)
            @Pattern("^[a-zA-Z0-9][a-zA-Z0-9._/:@-]*$")
            @JsonPropertyDescription("Image of the Job. Default: the migration's.")
            @Nullable
            String image,

            @Required @Size(min = 1, max = 64) @JsonPropertyDescription("What the Job runs.")
            List<String> command,

            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription("When the Job is stopped and counts as failed. Default: 30m.")
            @Nullable
            String deadline) {}
}
