package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is tried with a release through its preview Services before it gets traffic; all of it must pass. */
public record SmokeTests(
        @Size(max = 32) @JsonPropertyDescription("Requests that the operator sends itself.") @Nullable
        List<HttpTest> http,

        @JsonPropertyDescription("A Job of yours; exit code 0 passes.") @Nullable
        JobTest job) {

    /** One GET request. A redirect is an answer like any other and is not followed. */
    public record HttpTest(
            @Required
            @Size(min = 1, max = 63)
            @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
            @JsonPropertyDescription("Name of the test, for messages.")
            String name,

            @Required @Size(min = 1, max = 20) @JsonPropertyDescription("Component that is asked; it needs a port.")
            String component,

            @Size(min = 1, max = 1024)
            @Pattern("^/[^ ]*$")
            @JsonPropertyDescription("Path with its query. Default: /.")
            @Nullable
            String path,

            @Min(100) @Max(599) @JsonPropertyDescription("Status that the answer must have. Default: 200.") @Nullable
            Integer status,

            @Size(min = 1, max = 1024)
            @JsonPropertyDescription(
                    "Text that must occur in the first mebibyte of the answer. Default: any answer will do.")
            @Nullable
            String bodyContains,

            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription(
                    "Time within which the whole answer must be there; anything longer than 60s counts as 60s. Default: 5s.")
            @Nullable
            String within) {}

    /** A Job. It finds each component at PREVIEW_<COMPONENT>_URL. */
    public record JobTest(
            @Required
            @Size(min = 1, max = 512)
            @Pattern("^[a-zA-Z0-9][a-zA-Z0-9._/:@-]*$")
            @JsonPropertyDescription("Image of the Job.")
            String image,

            @Size(max = 64) @JsonPropertyDescription("Replaces the entry point of the image.") @Nullable
            List<String> command,

            @Size(max = 200) @JsonPropertyDescription("Environment variables.") @Nullable
            List<EnvironmentVariable> env,

            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription("When the Job is stopped and counts as failed. Default: 5m.")
            @Nullable
            String deadline) {}
}
