package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The release that runs and the one that shall replace it, and the durable memory of the protocol between them (docs/rollouts.md).
 *
 * <p>All times are RFC 3339 in UTC.
 */
public record RolloutStatus(
        @JsonPropertyDescription("Colour that the Services select: blue or green.")
        String liveColor,

        @JsonPropertyDescription("Hash of everything in the pod templates of the live colour.") @Nullable
        String revision,

        @JsonPropertyDescription(
                "Stable, or how far the target is: Pending, Migrating, Building, Verifying, SmokeTesting, AwaitingApproval, Switching, Monitoring,"
                        + " Retiring; Aborting and RollingBack undo it; Degraded has no colour that is healthy.")
        @Nullable
        String phase,

        @JsonPropertyDescription("How far the phase is, for example Monitoring 240/600s.") @Nullable
        String progress,

        @JsonPropertyDescription("What is waited for or what went wrong, in one sentence.") @Nullable
        String message,

        @JsonPropertyDescription("The release that counts as good.") @Nullable
        Stable stable,

        @JsonPropertyDescription("The release that shall become stable; commands name it <revision>#<attempt>.")
        @Nullable
        Target target,

        @JsonPropertyDescription("The last attempt that was counted.") @Nullable
        Integer attempts,

        @JsonPropertyDescription("Number of the current direction; it grows with each change, and fences carry it.")
        @Nullable
        Long epoch,

        @JsonPropertyDescription("True once the way back is decided and the new colour may be sized down.") @Nullable
        Boolean draining,

        @JsonPropertyDescription("When the phase gives up.") @Nullable
        String deadline,

        @JsonPropertyDescription("When the phase goes on by itself.") @Nullable
        String due,

        @JsonPropertyDescription("Since when a hold keeps the clocks from running.") @Nullable
        String heldSince,

        @JsonPropertyDescription(
                "Requests from outside that a route sends around the Services while these are switched.")
        @Nullable
        Aside aside,

        @JsonPropertyDescription("Step in which the old colour is being sized down.") @Nullable
        Integer step,

        @JsonPropertyDescription("Pods that each component had at the switch.") @Nullable
        Map<String, Integer> sizes,

        @JsonPropertyDescription("Looks at the pods.") @Nullable
        Probes probes,

        @JsonPropertyDescription("Looks at the metrics.") @Nullable
        Samples samples,

        @JsonPropertyDescription(
                "Commands of the spec that were acted on or found when the target began; equal ones are ignored.")
        @Nullable
        Observed observed,

        @JsonPropertyDescription("Why the target is being undone.") @Nullable
        Failure ending,

        @JsonPropertyDescription(
                "Releases that did not become stable, newest first; spec.rollout.retry tries one again.")
        @Nullable
        List<Failure> failed,

        @JsonPropertyDescription(
                "Releases that were stable before, newest first; spec.rollout.rollbackTo brings one back.")
        @Nullable
        List<String> history,

        @JsonPropertyDescription("Releases whose migration is in the database's schema.") @Nullable
        List<SchemaAhead> schemaAhead) {

    /** A status that says only what serves. */
    public static RolloutStatus serving(String liveColor, String revision) {
        return new RolloutStatus(
                liveColor, revision, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, null, null);
    }

    /** Requests from outside that do not go to the live Services for a time. */
    public record Aside(
            @JsonPropertyDescription("Colour that they go to.")
            String color,

            @JsonPropertyDescription("Their share of all, in percent.")
            int percent) {}

    /** A release and its colour. */
    public record Stable(
            @JsonPropertyDescription("Hash of the release.") String revision,

            @JsonPropertyDescription("Colour that it runs in.")
            String color) {}

    /** A release that shall become stable. */
    public record Target(
            @JsonPropertyDescription("Hash of the release.") String revision,

            @JsonPropertyDescription("Which attempt this is, counted over the life of the stack.")
            int attempt,

            @JsonPropertyDescription("Hash that the spec had when the target began.")
            String asked,

            @JsonPropertyDescription("True for a release of the history: it is neither migrated nor approved again.")
            @Nullable
            Boolean restored) {}

    /** Looks at the pods. */
    public record Probes(
            @JsonPropertyDescription("Looks so far.") int done,
            @JsonPropertyDescription("Good ones in a row.") int good,

            @JsonPropertyDescription("When the next one is due.") @Nullable
            String next,

            @JsonPropertyDescription("What was wrong at the last look, in one word.") @Nullable
            String trouble,

            @JsonPropertyDescription("Since when.") @Nullable
            String since) {}

    /** Looks at the metrics. */
    public record Samples(
            @JsonPropertyDescription("Looks so far.") int done,
            @JsonPropertyDescription("Good ones.") int good,
            @JsonPropertyDescription("Bad ones in a row.") int bad,

            @JsonPropertyDescription("Looks in a row that got no answer.")
            int unreachable,

            @JsonPropertyDescription("When the next one is due.") @Nullable
            String next) {}

    /** Commands that were seen. */
    public record Observed(
            @JsonPropertyDescription("Last spec.rollout.approve.") @Nullable
            String approve,

            @JsonPropertyDescription("Last spec.rollout.abort.") @Nullable
            String abort,

            @JsonPropertyDescription("Last spec.rollout.rollbackTo.") @Nullable
            String rollbackTo,

            @JsonPropertyDescription("Last spec.rollout.retry.") @Nullable
            String retry) {}

    /** A release that did not become stable. */
    public record Failure(
            @JsonPropertyDescription("Hash of the release.") String revision,

            @JsonPropertyDescription("Which attempt it was.")
            int attempt,

            @JsonPropertyDescription("Failed, Aborted, Reverted or RolledBack.")
            String reason,

            @JsonPropertyDescription("What happened, in words.")
            String message) {}

    /** A release whose migration is in the schema. */
    public record SchemaAhead(
            @JsonPropertyDescription("Hash of the release.") String revision,

            @JsonPropertyDescription("False when its migration did not come to its end.")
            boolean complete) {}
}
