package io.carestack.acceptance.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of the requests so far.
 *
 * @param answered ordinary and slow requests with status 200
 * @param streamsEnded streams that the server ended in order, so that a client knows to come again
 * @param failures the first of each kind with its number, by words
 * @param versions which release answered, by the version that it tells
 */
public record LoadReport(
        long answered,
        long slowAnswered,
        long streamsEnded,
        Map<String, Long> failures,
        Map<String, Sighting> versions) {
    public LoadReport {
        failures = new TreeMap<>(failures);
        versions = new TreeMap<>(versions);
    }

    /** When a release was seen. */
    public record Sighting(Instant first, Instant last, long answers) {}

    /** Requests and streams that got no answer, another one than 200, or half of one. */
    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The report in lines for people. */
    public List<String> lines() {
        String lost = failures.entrySet().stream()
                .map(each -> each.getValue() + " × " + each.getKey())
                .collect(Collectors.joining("; "));
        List<String> lines = new ArrayList<>();
        lines.add("%d answered (%d slow), %d streams ended in order, %d failed%s"
                .formatted(answered, slowAnswered, streamsEnded, failed(), lost.isEmpty() ? "" : ": " + lost));
        versions.forEach((version, seen) -> lines.add(
                "version %s: %d answers from %s to %s".formatted(version, seen.answers(), seen.first(), seen.last())));
        return lines;
    }
}
