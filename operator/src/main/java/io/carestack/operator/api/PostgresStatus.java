package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL as last observed, and the durable memory of the protocol that keeps acknowledged writes (docs/postgres.md).
 *
 * <p>{@code epoch}, {@code term}, {@code candidate} and {@code records} are written before the act that they announce.
 */
public record PostgresStatus(
        @JsonPropertyDescription("Ready and wanted instances, for example 3/3.") @Nullable
        String ready,

        @JsonPropertyDescription("Instance that takes writes.") @Nullable
        String primary,

        @JsonPropertyDescription("Number of the current term; one term, one promotion.") @Nullable
        Long term,

        @JsonPropertyDescription("Number of the operator leader that acted last.") @Nullable
        Long epoch,

        @JsonPropertyDescription("Instance chosen to be promoted in this term.") @Nullable
        String candidate,

        @JsonPropertyDescription("Whether the promotion of this term is known to have happened.") @Nullable
        Boolean promoted,

        @JsonPropertyDescription(
                "Identifier that initdb gave to this database; an instance with another one is not part of the stack.")
        @Nullable
        String systemIdentifier,

        @JsonPropertyDescription(
                "What synchronous_standby_names of a term guarantees, until a later term is confirmed.")
        @Nullable
        List<QuorumRecord> records,

        @JsonPropertyDescription("Largest replication lag when last observed, in bytes.") @Nullable
        Long lagBytes,

        @JsonPropertyDescription("Instances, by name.") @Nullable
        List<InstanceStatus> instances) {

    /** A commit of {@code term} is acknowledged only after {@code required} of {@code members} have it on disk. */
    public record QuorumRecord(
            @JsonPropertyDescription("Term of the record.") long term,
            @JsonPropertyDescription("Primary of the term.") String primary,

            @JsonPropertyDescription("Incarnation of the primary's data directory.")
            String incarnation,

            @JsonPropertyDescription("Number of members that must have a commit on disk.")
            int required,

            @JsonPropertyDescription("Members that count.") List<Member> members) {}

    /** A data directory, not a pod: one that is filled anew is another incarnation. */
    public record Member(
            @JsonPropertyDescription("Instance.") String instance,

            @JsonPropertyDescription("Incarnation of its data directory.")
            String incarnation) {}

    /** One instance as last observed. */
    public record InstanceStatus(
            @JsonPropertyDescription("Name of the instance's pod.")
            String name,

            @JsonPropertyDescription("Primary, Replica, or Unknown when it cannot be asked.")
            String role,

            @JsonPropertyDescription("What it is doing: Streaming, Cloning, Starting, Waiting, Unreachable or Running.")
            String state,

            @JsonPropertyDescription("Replication lag in bytes.") @Nullable
            Long lagBytes,

            @JsonPropertyDescription("What is wrong, in one sentence.") @Nullable
            String problem) {}
}
