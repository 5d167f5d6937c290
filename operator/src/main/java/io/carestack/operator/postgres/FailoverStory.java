package io.carestack.operator.postgres;

import io.carestack.operator.api.PostgresStatus.LastFailover;
import io.carestack.operator.api.PostgresStatus.MoveKind;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.postgres.plan.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * Follows a failover from its decision to the first commit of the new term, by what the memory has come to say. Pure; what it knows is written in the
 * same write as the memory, so that another operator goes on with it.
 */
final class FailoverStory {
    private FailoverStory() {}

    /** Where and when: what only the shell knows. */
    record Moment(Instant now, Optional<Instant> lastWrite) {}

    /** The primary whose last write matters for this story: the one before, as long as nobody follows it. */
    static Optional<String> from(Optional<LastFailover> story, Memory memory) {
        return story.filter(FailoverStory::underWay).map(LastFailover::from).or(memory::primary);
    }

    /**
     * The story after a step.
     *
     * @param moment when, and when the primary of {@link #from} last took a write
     */
    static Optional<LastFailover> next(
            Optional<LastFailover> story,
            Wanted wanted,
            Memory before,
            Memory after,
            PostgresStep step,
            Moment moment) {
        Optional<LastFailover> open = story.filter(FailoverStory::underWay);
        if (after.term() > before.term()) {
            return before.primary()
                    .map(primary -> open.map(known -> again(known, after.term()))
                            .orElseGet(() -> begin(primary, wanted, after, step, moment)))
                    .or(() -> story);
        }
        if (open.isEmpty()) {
            return story;
        }
        boolean chosen = before.candidate().isEmpty() && after.candidate().isPresent();
        LastFailover known = chosen ? chosen(open.get(), moment) : open.get();
        LastFailover now = after.promoted() && !before.promoted() ? promoted(known, after) : known;
        boolean confirmed = after.promoted() && after.records().size() == 1 && now.to() != null;
        return Optional.of(confirmed ? completed(now, moment) : now);
    }

    static boolean underWay(LastFailover story) {
        return story.completedAt() == null;
    }

    /** How long no write was possible, at most; empty where it is not known. */
    static Optional<Duration> gap(LastFailover story) {
        return story.lastWrite() == null || story.completedAt() == null
                ? Optional.empty()
                : Optional.of(Duration.between(Instant.parse(story.lastWrite()), Instant.parse(story.completedAt())));
    }

    private static LastFailover begin(String primary, Wanted wanted, Memory after, PostgresStep step, Moment moment) {
        boolean ordered = step instanceof PostgresStep.HandOver;
        return new LastFailover(
                ordered ? MoveKind.Switchover : MoveKind.Failover,
                primary,
                null,
                after.term(),
                text(moment.now()),
                ordered ? order(primary, wanted) : reason(primary, step),
                moment.lastWrite().map(FailoverStory::text).orElse(null),
                null,
                null);
    }

    private static String order(String primary, Wanted wanted) {
        if (wanted.switchoverTo().filter(target -> !target.equals(primary)).isPresent()) {
            return "spec.postgres.switchoverTo names " + wanted.switchoverTo().get();
        }
        return Wanted.ordinal(primary) >= wanted.instances()
                ? primary + " leaves, because spec.postgres.instances is " + wanted.instances()
                : primary + " has to restart to become what the spec says";
    }

    private static String reason(String primary, PostgresStep step) {
        return step instanceof PostgresStep.Remember remember
                        && !remember.reason().isEmpty()
                ? remember.reason()
                : primary + " restarted read-only";
    }

    /** A term may fail and another one begin; what started it stays the reason, and the clock runs on. */
    private static LastFailover again(LastFailover known, long term) {
        return new LastFailover(
                known.kind(), known.from(), null, term, known.at(), known.reason(), known.lastWrite(), null, null);
    }

    /** The last moment at which a write of the old primary is sure not to be one of the new term. */
    private static LastFailover chosen(LastFailover known, Moment moment) {
        return new LastFailover(
                known.kind(),
                known.from(),
                null,
                known.term(),
                known.at(),
                known.reason(),
                moment.lastWrite().map(FailoverStory::text).orElse(known.lastWrite()),
                null,
                null);
    }

    private static LastFailover promoted(LastFailover known, Memory after) {
        String to = after.candidate().orElse("");
        return new LastFailover(
                to.equals(known.from()) ? MoveKind.Restart : known.kind(),
                known.from(),
                to,
                after.term(),
                known.at(),
                known.reason(),
                known.lastWrite(),
                null,
                null);
    }

    private static LastFailover completed(LastFailover known, Moment moment) {
        LastFailover done = new LastFailover(
                known.kind(),
                known.from(),
                known.to(),
                known.term(),
                known.at(),
                known.reason(),
                known.lastWrite(),
                text(moment.now()),
                null);
        return new LastFailover(
                done.kind(),
                done.from(),
                done.to(),
                done.term(),
                done.at(),
                done.reason(),
                done.lastWrite(),
                done.completedAt(),
                gap(done)
                        .map(gap -> String.format(Locale.ROOT, "%.1fs", gap.toMillis() / 1000.0))
                        .orElse(null));
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
