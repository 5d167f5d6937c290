package io.carestack.sandbox.controllers;

import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A five-field cron expression or one of the {@code @} forms; minutes are the finest step. */
final class CronSchedule {
    private static final Map<String, String> NAMED = Map.of(
            "@yearly",
            "0 0 1 1 *",
            "@annually",
            "0 0 1 1 *",
            "@monthly",
            "0 0 1 * *",
            "@weekly",
            "0 0 * * 0",
            "@daily",
            "0 0 * * *",
            "@midnight",
            "0 0 * * *",
            "@hourly",
            "0 * * * *");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int MINUTES_IN_FIVE_YEARS = 5 * 366 * 24 * 60;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean eitherDay;

    CronSchedule(String text) {
        String[] fields = NAMED.getOrDefault(text, text).strip().split("\\s+");
        if (fields.length != 5) {
            throw new IllegalArgumentException("not a cron schedule: " + text);
        }
        minutes = parse(fields[0], 0, 59, List.of());
        hours = parse(fields[1], 0, 23, List.of());
        days = parse(fields[2], 1, 31, List.of());
        months = parse(fields[3], 1, 12, MONTHS);
        weekdays = parse(fields[4], 0, 7, DAYS);
        if (weekdays.get(7)) {
            weekdays.set(0);
        }
        eitherDay = !fields[2].startsWith("*") && !fields[4].startsWith("*");
    }

    /** The first moment after the given one that the schedule names; empty when there is none within five years. */
    Optional<ZonedDateTime> next(ZonedDateTime after) {
        ZonedDateTime time = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        for (int i = 0; i < MINUTES_IN_FIVE_YEARS; i++) {
            if (!months.get(time.getMonthValue()) || !isDay(time)) {
                time = time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!hours.get(time.getHour())) {
                time = time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.get(time.getMinute())) {
                time = time.plusMinutes(1);
            } else {
                return Optional.of(time);
            }
        }
        return Optional.empty();
    }

    private boolean isDay(ZonedDateTime time) {
        boolean day = days.get(time.getDayOfMonth());
        boolean weekday = weekdays.get(time.getDayOfWeek().getValue() % 7);
        return eitherDay ? day || weekday : day && weekday;
    }

    private static BitSet parse(String field, int least, int most, List<String> names) {
        BitSet set = new BitSet();
        for (String part : field.toLowerCase(Locale.ROOT).split(",")) {
            String[] step = part.split("/", 2);
            String[] range = step[0].equals("*") ? new String[] {"" + least, "" + most} : step[0].split("-", 2);
            int from = number(range[0], least, names);
            int to = range.length == 2 ? number(range[1], least, names) : step.length == 2 ? most : from;
            if (from < least || to > most || from > to) {
                throw new IllegalArgumentException("not a cron field: " + field);
            }
            for (int value = from; value <= to; value += step.length == 2 ? Integer.parseInt(step[1]) : 1) {
                set.set(value);
            }
        }
        return set;
    }

    private static int number(String text, int least, List<String> names) {
        int name = names.indexOf(text);
        return name >= 0 ? name + least : Integer.parseInt(text);
    }
}
