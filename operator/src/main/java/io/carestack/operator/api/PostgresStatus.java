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
        List<InstanceStatus> instances,

        @JsonPropertyDescription(
                "Timeline of PostgreSQL that writes go to; the operator makes it equal to the term. Absent while nobody takes writes.")
        @Nullable
        Long timeline,

        @JsonPropertyDescription("What a commit waits for, by the record of the current term.") @Nullable
        Quorum quorum,

        @JsonPropertyDescription("The last time that writes moved or began anew, also while it is under way.") @Nullable
        LastFailover lastFailover,

        @JsonPropertyDescription(
                "True when everything was cut off and written out, so that the instances' pods may go; see spec.hibernate.")
        @Nullable
        Boolean hibernated) {

    /** The same with another story of the last failover. */
    public PostgresStatus with(@Nullable LastFailover story) {
        return new PostgresStatus(
                ready,
                primary,
                term,
                epoch,
                candidate,
                promoted,
                systemIdentifier,
                records,
                lagBytes,
                instances,
                timeline,
                quorum,
                story,
                hibernated);
    }

    /** A commit is acknowledged when so many of the members have it on disk. */
    public record Quorum(
            @JsonPropertyDescription("Data directories that count.")
            int members,

            @JsonPropertyDescription("How many of them must have a commit on disk.")
            int required) {}

    /** Why writes moved. */
    public enum MoveKind {
        /** The primary was lost or was about to be, and another instance took over. */
        Failover,
        /** The operator moved writes on purpose: ordered by the spec, or to restart or remove the primary. */
        Switchover,
        /** The same instance takes writes again, in a term of its own. */
        Restart
    }

    /**
     * One move of the writes.
     *
     * @param at when it was decided, RFC 3339 in UTC, as all times here
     */
    public record LastFailover(
            @JsonPropertyDescription(
                    "Failover: the primary was lost or was being deleted. Switchover: the operator moved writes on purpose. Restart: the same instance takes writes again.")
            MoveKind kind,

            @JsonPropertyDescription("Instance that took writes before.")
            String from,

            @JsonPropertyDescription("Instance that takes writes now; absent while it is under way.") @Nullable
            String to,

            @JsonPropertyDescription("Term in which it was promoted, or shall be.")
            long term,

            @JsonPropertyDescription("When it was decided.") String at,

            @JsonPropertyDescription("Why, in one sentence.")
            String reason,

            @JsonPropertyDescription(
                    "When the instance before last took a write of the operator, which sends one each second. Absent when this operator saw none: it was started later, or a single instance is not probed.")
            @Nullable
            String lastWrite,

            @JsonPropertyDescription(
                    "When the operator saw a first commit acknowledged by as many members as the new term requires; absent while it is under way.")
            @Nullable
            String completedAt,

            @JsonPropertyDescription(
                    "From lastWrite to completedAt, for example 2.4s: no less than the time in which no write was possible, and up to some seconds more, because the operator looks once a second and its first commit may come after others. Absent where lastWrite is.")
            @Nullable
            String writeGap) {}

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
