package io.carestack.acceptance.history;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a history says about a database.
 *
 * @param acknowledged commits that clients were told of
 * @param lost ids among them that the database has no more
 * @param stale ids acknowledged in a term after a later term had acknowledged something, and missing now: two primaries were believed
 * @param late how many were acknowledged so, and are there: answers that were under way
 * @param split terms in which two instances acknowledged
 * @param gap longest time between two acknowledgements, whoever got them
 * @param exposed time in which rows were acknowledged that fewer copies than promised had, so that one more failure could have lost them
 */
public record Verdict(
        int acknowledged,
        List<Long> lost,
        List<Long> stale,
        int late,
        Set<Long> split,
        Duration gap,
        Duration exposed) {

    /**
     * Judges a history.
     *
     * @param acknowledgements of all clients, in any order
     * @param present ids of the rows that the database has at the end
     * @param promised standbys that every commit shall wait for
     */
    public static Verdict of(List<Acknowledgement> acknowledgements, Set<Long> present, int promised) {
        List<Acknowledgement> inOrder = acknowledgements.stream()
                .sorted(Comparator.comparingLong(Acknowledgement::at))
                .toList();
        List<Acknowledgement> late = late(inOrder);
        return new Verdict(
                inOrder.size(),
                missing(inOrder, present),
                missing(late, present),
                late.size() - missing(late, present).size(),
                split(inOrder),
                gap(inOrder),
                exposed(inOrder, promised));
    }

    /** Whether something happened that must never happen. */
    public boolean failed() {
        return !lost.isEmpty() || !stale.isEmpty() || !split.isEmpty() || exposed.isPositive();
    }

    /** The same history when a second look at the standbys found more time of danger. */
    Verdict exposedFor(Duration more) {
        return new Verdict(acknowledged, lost, stale, late, split, gap, exposed.plus(more));
    }

    private static List<Long> missing(List<Acknowledgement> acknowledgements, Set<Long> present) {
        return acknowledgements.stream()
                .map(Acknowledgement::id)
                .filter(id -> !present.contains(id))
                .toList();
    }

    private static List<Acknowledgement> late(List<Acknowledgement> inOrder) {
        long[] newest = {0};
        return inOrder.stream()
                .filter(each -> {
                    boolean late = each.term() < newest[0];
                    newest[0] = Math.max(newest[0], each.term());
                    return late;
                })
                .toList();
    }

    private static Set<Long> split(List<Acknowledgement> inOrder) {
        Map<Long, String> servers = new HashMap<>();
        return inOrder.stream()
                .filter(each -> {
                    String first = servers.putIfAbsent(each.term(), each.server());
                    return first != null && !first.equals(each.server());
                })
                .map(Acknowledgement::term)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Duration gap(List<Acknowledgement> inOrder) {
        long gap = 0;
        for (int index = 1; index < inOrder.size(); index++) {
            gap = Math.max(gap, inOrder.get(index).at() - inOrder.get(index - 1).at());
        }
        return Duration.ofNanos(gap);
    }

    /** From the first row with too few copies of its run to the last; a single one counts as a nanosecond. */
    private static Duration exposed(List<Acknowledgement> inOrder, int promised) {
        long exposed = 0;
        long since = -1;
        for (Acknowledgement each : inOrder) {
            boolean tooFew = each.copies() < promised;
            if (tooFew && since < 0) {
                exposed++;
            } else if (tooFew) {
                exposed += each.at() - since;
            }
            since = tooFew ? each.at() : -1;
        }
        return Duration.ofNanos(exposed);
    }
}
