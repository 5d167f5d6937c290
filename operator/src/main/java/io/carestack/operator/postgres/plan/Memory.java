package io.carestack.operator.postgres.plan;

import static java.util.Objects.requireNonNullElse;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The durable memory of the protocol, kept in the status and changed by compare-and-swap alone.
 *
 * @param epoch number of the operator leader that acted last
 * @param term one term, one promotion
 * @param candidate the one instance that may be promoted in this term; once written it stays for the term
 * @param promoted whether the candidate is known to take writes in this term
 * @param primary the instance that took writes when last known
 * @param records what acknowledged commits are on, oldest term first; the last one is this term's as soon as there is a candidate
 */
public record Memory(
        long epoch,
        long term,
        Optional<String> candidate,
        boolean promoted,
        Optional<String> primary,
        Optional<String> systemIdentifier,
        List<QuorumRecord> records) {

    /** Nothing is known. */
    public static final Memory NOTHING =
            new Memory(0, 0, Optional.empty(), false, Optional.empty(), Optional.empty(), List.of());

    public Memory {
        records = List.copyOf(records);
    }

    /** The memory in a status. */
    public static Memory of(@Nullable PostgresStatus status) {
        return status == null
                ? NOTHING
                : new Memory(
                        requireNonNullElse(status.epoch(), 0L),
                        requireNonNullElse(status.term(), 0L),
                        Optional.ofNullable(status.candidate()),
                        requireNonNullElse(status.promoted(), false),
                        Optional.ofNullable(status.primary()),
                        Optional.ofNullable(status.systemIdentifier()),
                        requireNonNullElse(status.records(), List.of()));
    }

    /** The status with this memory and with nothing observed. */
    public PostgresStatus toStatus() {
        return new PostgresStatus(
                null,
                primary.orElse(null),
                term,
                epoch,
                candidate.orElse(null),
                promoted,
                systemIdentifier.orElse(null),
                records,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** What this term's {@code synchronous_standby_names} guarantees. */
    public Optional<QuorumRecord> current() {
        return records.isEmpty() || records.getLast().term() != term
                ? Optional.empty()
                : Optional.of(records.getLast());
    }

    Memory withEpoch(long next) {
        return new Memory(next, term, candidate, promoted, primary, systemIdentifier, records);
    }

    /** A new term has no candidate yet; the records of the terms before stay until it is confirmed. */
    Memory raise(long next) {
        return new Memory(epoch, next, Optional.empty(), false, primary, systemIdentifier, records);
    }

    /** The same without records: they were written for terms that are known to be over, and say nothing about the latest. */
    Memory forget() {
        return new Memory(epoch, term, Optional.empty(), false, primary, systemIdentifier, List.of());
    }

    Memory identify(String identifier) {
        return new Memory(epoch, term, candidate, promoted, primary, Optional.of(identifier), records);
    }

    /** The first data directory of a stack: everything is on it alone, and the term of initdb's timeline is 1. */
    Memory born(QuorumRecord first) {
        return new Memory(
                epoch, first.term(), Optional.of(first.primary()), true, primary, systemIdentifier, List.of(first));
    }

    Memory choose(QuorumRecord record) {
        List<QuorumRecord> all = new ArrayList<>(records);
        all.add(record);
        return new Memory(epoch, term, Optional.of(record.primary()), false, primary, systemIdentifier, all);
    }

    Memory confirmPromotion() {
        return new Memory(epoch, term, candidate, true, candidate, systemIdentifier, records);
    }

    /** The current term's record is replaced; what it replaces guaranteed no more than this one. */
    Memory amend(QuorumRecord record) {
        List<QuorumRecord> all = new ArrayList<>(records.subList(0, records.size() - 1));
        all.add(record);
        return new Memory(epoch, term, candidate, promoted, primary, systemIdentifier, all);
    }

    /** Enough members hold the promotion, so the terms before cannot matter any more. */
    Memory confirmTerm() {
        return new Memory(epoch, term, candidate, promoted, primary, systemIdentifier, List.of(records.getLast()));
    }
}
