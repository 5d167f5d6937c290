package io.carestack.acceptance.history;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What one reader can tell of a database.
 *
 * @param name where it read
 * @param rows that it saw
 * @param vanished rows that it saw and that nobody has any more; none of them was acknowledged, unless the verdict counts it as lost
 * @param gap longest time without an answer
 * @param behind how far behind the acknowledged rows the oldest answer was
 */
public record Hearsay(String name, int rows, int vanished, Duration gap, Duration behind) {

    static Hearsay of(Reader reader, List<Acknowledgement> acknowledgements, Set<Long> present) {
        return new Hearsay(
                reader.name(),
                reader.rows().size(),
                (int) reader.rows().stream()
                        .filter(row -> !present.contains(row))
                        .count(),
                reader.gap(),
                behind(reader.readings(), acknowledgements));
    }

    /** A row that was acknowledged before the question and is newer than all of the answer makes the answer old. */
    private static Duration behind(List<Reading> readings, List<Acknowledgement> acknowledgements) {
        List<Acknowledgement> byId = acknowledgements.stream()
                .sorted(Comparator.comparingLong(Acknowledgement::id))
                .toList();
        long behind = 0;
        for (Reading reading : readings) {
            int next = after(byId, reading.highest());
            if (next < byId.size()) {
                behind = Math.max(behind, reading.asked() - byId.get(next).at());
            }
        }
        return Duration.ofNanos(behind);
    }

    private static int after(List<Acknowledgement> byId, long id) {
        int low = 0;
        int high = byId.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byId.get(middle).id() <= id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public String toString() {
        return "%s silent for %.1f s, behind by %.1f s"
                .formatted(name, gap.toMillis() / 1000.0, behind.toMillis() / 1000.0);
    }
}
