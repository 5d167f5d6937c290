package io.carestack.operator.postgres.plan;

import io.carestack.operator.api.Postgres.Durability;
import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What durability {@code Preferred} gives up.
 *
 * <p>Nobody can say what was acknowledged while commits waited for no member. A replica may take over all the same when the primary, wherever it is,
 * has stopped itself, and the replica's newest commit says that it lacks little.
 */
final class Preference {
    /** Too few members for so long, and commits wait for fewer; a replica that restarts is back sooner. */
    static final Duration GRACE = Duration.ofSeconds(10);

    /** The watchdog of a primary that nobody reaches stops it within 20 s; this long counts from the first probe without an answer. */
    static final Duration FENCED = Duration.ofSeconds(30);

    /** Writes of a longer time are not given up without a person's order. */
    static final Duration LOSS = Duration.ofSeconds(60);

    private Preference() {}

    /** The records that must be closed before anybody is promoted. */
    static List<QuorumRecord> binding(Wanted wanted, Memory memory, Observation seen) {
        boolean given = wanted.durability() == Durability.Preferred && fenced(seen);
        return memory.records().stream()
                .filter(record -> !given || record.required() > 0)
                .toList();
    }

    /** Whether only time is missing until somebody may be promoted. */
    static boolean notYetFenced(Wanted wanted, Memory memory, Observation seen, Collection<Instance> sealed) {
        return wanted.durability() == Durability.Preferred
                && !fenced(seen)
                && Quorum.open(memory.records(), sealed).isPresent()
                && memory.records().stream().anyMatch(record -> record.required() == 0);
    }

    private static boolean fenced(Observation seen) {
        return seen.suspicion().failing().compareTo(FENCED) >= 0;
    }

    /** Why this instance would lose too much; empty when it would not, and when every record is closed. */
    static Optional<String> tooMuch(Memory memory, Observation seen, Collection<Instance> sealed, Instance best) {
        if (Quorum.open(memory.records(), sealed).isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> lacks = best.facts()
                .flatMap(Facts::newestCommit)
                .map(age -> age.minus(seen.suspicion().failing()));
        if (lacks.filter(each -> each.compareTo(LOSS) <= 0).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("commits waited for no replica, and %s lacks %s"
                .formatted(
                        best.name(),
                        lacks.map(each ->
                                        "what was written in the last %d s before the primary was lost; at most %d s are given up"
                                                .formatted(each.toSeconds(), LOSS.toSeconds()))
                                .orElse("an unknown number of writes")));
    }
}
