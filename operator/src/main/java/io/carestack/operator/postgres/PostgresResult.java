package io.carestack.operator.postgres;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.Note;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one pass over a stack's database came to.
 *
 * @param desired children to apply in this order; PersistentVolumeClaims among them name nothing but their new size, and no claim is ever pruned
 * @param status to write as {@code status.postgres}; empty without a managed database
 * @param resourceVersion of the CareStack after the last write of the protocol; the status must be written against it or a later one that has the
 *     same memory
 * @param lookAgain when to come back although nothing has changed; empty when everything is as wanted
 * @param due until when that stays true by itself; empty for ever
 */
public record PostgresResult(
        List<HasMetadata> desired,
        Optional<PostgresStatus> status,
        Optional<String> resourceVersion,
        List<ConditionValue> conditions,
        List<Problem> problems,
        List<Note> notes,
        Optional<Duration> lookAgain,
        Optional<Instant> due) {
    public static final String DATABASE_READY = "DatabaseReady";

    /** The same result with these children. */
    public PostgresResult with(List<HasMetadata> children) {
        return new PostgresResult(children, status, resourceVersion, conditions, problems, notes, lookAgain, due);
    }

    static PostgresResult of(ConditionValue condition, Optional<Duration> lookAgain) {
        return new PostgresResult(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(condition),
                List.of(),
                List.of(),
                lookAgain,
                Optional.empty());
    }
}
