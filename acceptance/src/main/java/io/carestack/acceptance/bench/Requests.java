package io.carestack.acceptance.bench;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Requests of the operator to the API server; watches do not count.
 *
 * @param writes all but GET, LIST and WATCH
 * @param reads GET and LIST
 * @param byKind the same by verb and resource
 */
record Requests(long writes, long reads, Map<String, Long> byKind) {
    private static final Set<String> READS = Set.of("get", "list");

    Requests {
        byKind = Map.copyOf(byKind);
    }

    /** All that the operator's process has counted since it started. */
    static Requests of(Exposition metrics) {
        long writes = 0;
        long reads = 0;
        Map<String, Long> byKind = new TreeMap<>();
        for (Exposition.Sample sample : metrics.samples()) {
            String verb = sample.labels().getOrDefault("verb", "");
            if (!sample.name().equals("carestack_api_requests_total") || verb.equals("watch")) {
                continue;
            }
            long count = Math.round(sample.value());
            if (READS.contains(verb)) {
                reads += count;
            } else {
                writes += count;
            }
            byKind.merge(verb + " " + sample.labels().getOrDefault("resource", ""), count, Long::sum);
        }
        return new Requests(writes, reads, byKind);
    }

    static Requests none() {
        return new Requests(0, 0, Map.of());
    }

    Requests since(Requests earlier) {
        Map<String, Long> difference = new TreeMap<>();
        byKind.forEach((kind, count) -> {
            long added = count - earlier.byKind.getOrDefault(kind, 0L);
            if (added != 0) {
                difference.put(kind, added);
            }
        });
        return new Requests(writes - earlier.writes, reads - earlier.reads, difference);
    }

    /** Each kind of request with its number for each of so many tries. */
    String perTry(int tries) {
        return new TreeMap<>(byKind)
                .entrySet().stream()
                        .map(entry -> "%s %.1f".formatted(entry.getKey(), entry.getValue() / (double) tries))
                        .collect(Collectors.joining(", "));
    }
}
