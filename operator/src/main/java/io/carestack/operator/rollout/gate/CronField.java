package io.carestack.operator.rollout.gate;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One of the five fields of a cron expression: lists of numbers, ranges and steps. */
enum CronField {
    MINUTE(0, 59, List.of()),
    HOUR(0, 23, List.of()),
    DAY(1, 31, List.of()),
    MONTH(1, 12, List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
    WEEKDAY(0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private static final Pattern PART = Pattern.compile("(?:(\\*)|(\\w{1,3})(?:-(\\w{1,3}))?)(?:/(\\d{1,3}))?");

    private final int least;
    private final int largest;
    private final List<String> names;

    CronField(int least, int largest, List<String> names) {
        this.least = least;
        this.largest = largest;
        this.names = names;
    }

    /** The numbers that the field means; empty when it means none. */
    Optional<SortedSet<Integer>> parse(String text) {
        SortedSet<Integer> numbers = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part);
            if (!matcher.matches() || !add(matcher, numbers)) {
                return Optional.empty();
            }
        }
        return Optional.of(numbers);
    }

    private boolean add(Matcher part, SortedSet<Integer> numbers) {
        boolean all = part.group(1) != null;
        boolean stepped = part.group(4) != null;
        Optional<Integer> from = all ? Optional.of(least) : number(part.group(2));
        // a number with a step and no end goes on to the end, as in 5/15
        Optional<Integer> to =
                part.group(3) != null ? number(part.group(3)) : all || stepped ? Optional.of(largest) : from;
        int step = stepped ? Integer.parseInt(part.group(4)) : 1;
        if (from.isEmpty() || to.isEmpty() || from.get() > to.get() || step == 0) {
            return false;
        }
        for (int number = from.get(); number <= to.get(); number += step) {
            numbers.add(number);
        }
        return true;
    }

    private Optional<Integer> number(String text) {
        int index = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (index >= 0) {
            return Optional.of(index + least);
        }
        return text.matches("\\d{1,2}")
                ? Optional.of(Integer.valueOf(text)).filter(number -> number >= least && number <= largest)
                : Optional.empty();
    }
}
