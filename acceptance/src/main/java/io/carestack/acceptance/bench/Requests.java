package io.carestack.acceptance.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Requests of the operator to the API server; watches do not count.
 *
 * @param writes all but GET, LIST and WATCH
 * @param reads GET and LIST; negative where they cannot be told from those of others
 * @param byKind the same by verb and resource
 */
record Requests(long writes, long reads, Map<String, Long> byKind) {
    Requests {
        byKind = Map.copyOf(byKind);
    }

    Requests since(Requests earlier) {
        Map<String, Long> difference = new TreeMap<>();
        byKind.forEach((kind, count) -> {
            long added = count - earlier.byKind.getOrDefault(kind, 0L);
            if (added != 0) {
                difference.put(kind, added);
            }
        });
        return new Requests(writes - earlier.writes, reads < 0 ? -1 : reads - earlier.reads, difference);
    }

    String readsText() {
        return reads < 0 ? "reads not countable" : reads + " reads";
    }

    /** Each kind of request with its number for each of so many tries. */
    String perTry(int tries) {
        return new TreeMap<>(byKind)
                .entrySet().stream()
                        .map(entry -> "%s %.1f".formatted(entry.getKey(), entry.getValue() / (double) tries))
                        .collect(Collectors.joining(", "));
    }
}
