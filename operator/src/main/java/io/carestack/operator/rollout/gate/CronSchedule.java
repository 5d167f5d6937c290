package io.carestack.operator.rollout.gate;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Moments that come again, as cron writes them.
 *
 * <p>A moment that the clocks skip in spring is the one at which they are set; one that comes twice in autumn counts the first time only, unless
 * every hour is meant.
 *
 * @param eitherDay both days of the month and days of the week are restricted: then one of them is enough
 */
record CronSchedule(
        SortedSet<Integer> minutes,
        SortedSet<Integer> hours,
        SortedSet<Integer> days,
        SortedSet<Integer> months,
        SortedSet<Integer> weekdays,
        boolean eitherDay) {
    private static final int SUNDAY = 7;
    private static final int HOURS = 24;

    /** Eight years: the 29th of February is that far from the next around a century that is no leap year. */
    private static final int FARTHEST_DAYS = 8 * 366;

    /** The schedule that five fields mean; empty when they mean none. */
    static Optional<CronSchedule> parse(String text) {
        String[] fields = text.strip().split("\\s+");
        if (fields.length != 5) {
            return Optional.empty();
        }
        List<Optional<SortedSet<Integer>>> parsed = List.of(
                CronField.MINUTE.parse(fields[0]),
                CronField.HOUR.parse(fields[1]),
                CronField.DAY.parse(fields[2]),
                CronField.MONTH.parse(fields[3]),
                CronField.WEEKDAY.parse(fields[4]));
        if (parsed.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        List<SortedSet<Integer>> sets =
                parsed.stream().flatMap(Optional::stream).toList();
        return Optional.of(new CronSchedule(
                sets.get(0),
                sets.get(1),
                sets.get(2),
                sets.get(3),
                sundays(sets.get(4)),
                !fields[2].startsWith("*") && !fields[4].startsWith("*")));
    }

    /** The first moment after this one; empty when there is none, as on the 30th of February. */
    Optional<Instant> after(Instant moment, ZoneId zone) {
        LocalDate first = moment.atZone(zone).toLocalDate();
        return Stream.iterate(first, date -> date.plusDays(1))
                .limit(FARTHEST_DAYS)
                .filter(this::matches)
                .flatMap(date -> moments(date, zone))
                .filter(candidate -> candidate.isAfter(moment))
                .findFirst();
    }

    /** The last moment that is not after this one and less than so long ago. */
    Optional<Instant> before(Instant moment, Duration ago, ZoneId zone) {
        Instant earliest = moment.minus(ago);
        LocalDate first = earliest.atZone(zone).toLocalDate();
        return first.datesUntil(moment.atZone(zone).toLocalDate().plusDays(1))
                .filter(this::matches)
                .flatMap(date -> moments(date, zone))
                .filter(candidate -> candidate.isAfter(earliest) && !candidate.isAfter(moment))
                .max(Instant::compareTo);
    }

    private boolean matches(LocalDate date) {
        boolean day = days.contains(date.getDayOfMonth());
        boolean weekday = weekdays.contains(date.getDayOfWeek().getValue());
        return months.contains(date.getMonthValue()) && (eitherDay ? day || weekday : day && weekday);
    }

    private Stream<Instant> moments(LocalDate date, ZoneId zone) {
        return hours.stream()
                .flatMap(hour -> minutes.stream().map(minute -> date.atTime(hour, minute)))
                .flatMap(local -> moments(local, zone.getRules()))
                .sorted()
                .distinct();
    }

    private Stream<Instant> moments(LocalDateTime local, ZoneRules rules) {
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        return switch (offsets.size()) {
            case 0 ->
                Stream.of(Objects.requireNonNull(rules.getTransition(local), "a gap has a transition")
                        .getInstant());
            case 1 -> Stream.of(local.toInstant(offsets.getFirst()));
            default ->
                offsets.stream()
                        .limit(hours.size() == HOURS ? offsets.size() : 1)
                        .map(local::toInstant);
        };
    }

    private static SortedSet<Integer> sundays(SortedSet<Integer> weekdays) {
        SortedSet<Integer> named = new TreeSet<>(weekdays);
        if (named.remove(0)) {
            named.add(SUNDAY);
        }
        return named;
    }
}
