package io.carestack.acceptance.history;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What a history says about a database.
 *
 * @param acknowledged commits that clients were told of
 * @param lost ids among them that the database has no more
 * @param stale ids acknowledged in a term after a later term had acknowledged something, and missing now: two primaries were believed
 * @param gap longest time between two acknowledgements, whoever got them
 */
public record Verdict(int acknowledged, List<Long> lost, List<Long> stale, Duration gap) {

    /**
     * Judges a history.
     *
     * @param acknowledgements of all clients, in any order
     * @param present ids of the rows that the database has at the end
     */
    public static Verdict of(List<Acknowledgement> acknowledgements, Set<Long> present) {
        List<Acknowledgement> inOrder = acknowledgements.stream()
                .sorted(Comparator.comparingLong(Acknowledgement::at))
                .toList();
        List<Acknowledgement> missing =
                inOrder.stream().filter(each -> !present.contains(each.id())).toList();
        List<Long> stale = missing.stream()
                .filter(each ->
                        inOrder.stream().anyMatch(other -> other.term() > each.term() && other.at() < each.at()))
                .map(Acknowledgement::id)
                .toList();
        long gap = 0;
        for (int index = 1; index < inOrder.size(); index++) {
            gap = Math.max(gap, inOrder.get(index).at() - inOrder.get(index - 1).at());
        }
        return new Verdict(
                inOrder.size(), missing.stream().map(Acknowledgement::id).toList(), stale, Duration.ofNanos(gap));
    }
}
