package io.carestack.operator.postgres;

import io.carestack.operator.postgres.plan.Facts.Branch;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A timeline history file: one line for each timeline that came before, with the position at which it ended. */
final class TimelineHistory {
    /** Timeline, position as two hexadecimal halves, reason; lines of terms that were skipped end at zero and hold nothing. */
    private static final Pattern LINE = Pattern.compile("(\\d+)\\s+([0-9A-Fa-f]+)/([0-9A-Fa-f]+).*");

    private TimelineHistory() {}

    /** The branches that a file names; none for the first timeline, which has no file. */
    static List<Branch> parse(@Nullable String text) {
        return text == null
                ? List.of()
                : text.lines()
                        .map(LINE::matcher)
                        .filter(Matcher::matches)
                        .map(line -> new Branch(
                                Long.parseLong(line.group(1)),
                                (Long.parseLong(line.group(2), 16) << 32) + Long.parseLong(line.group(3), 16)))
                        .toList();
    }
}
