package io.carestack.operator.rollout.gate;

import io.carestack.operator.effective.EffectiveRollout.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A period of the spec in its time zone; its end does not belong to it. */
sealed interface Span {
    /** As the user calls it. */
    String name();

    /** When it ends, if it covers this moment. */
    Optional<Instant> endAt(Instant moment);

    /** When it begins next, after this moment. */
    Optional<Instant> beginAfter(Instant moment);

    /** The span of a period; empty when the period cannot be read. */
    static Optional<Span> of(Period period, ZoneId zone) {
        return switch (period) {
            case Period.Recurring recurring ->
                CronSchedule.parse(recurring.cron())
                        .map(schedule -> new Recurring(recurring.name(), schedule, recurring.duration(), zone));
            case Period.Once once -> {
                try {
                    yield Optional.of(new Once(
                            once.name(),
                            LocalDateTime.parse(once.from()).atZone(zone).toInstant(),
                            LocalDateTime.parse(once.until()).atZone(zone).toInstant()));
                } catch (DateTimeParseException e) {
                    yield Optional.empty();
                }
            }
        };
    }

    /** Begins again and again; the last beginning decides where they overlap. */
    record Recurring(String name, CronSchedule schedule, Duration duration, ZoneId zone) implements Span {
        @Override
        public Optional<Instant> endAt(Instant moment) {
            return schedule.before(moment, duration, zone).map(begin -> begin.plus(duration));
        }

        @Override
        public Optional<Instant> beginAfter(Instant moment) {
            return schedule.after(moment, zone);
        }
    }

    /** Once. */
    record Once(String name, Instant from, Instant until) implements Span {
        @Override
        public Optional<Instant> endAt(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(until) ? Optional.of(until) : Optional.empty();
        }

        @Override
        public Optional<Instant> beginAfter(Instant moment) {
            return from.isAfter(moment) ? Optional.of(from) : Optional.empty();
        }
    }
}
