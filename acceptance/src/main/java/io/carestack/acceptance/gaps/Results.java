package io.carestack.acceptance.gaps;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All trials, by contender and harm.
 *
 * @param trials the first contender is the one that the bars are for
 */
record Results(Map<String, Map<Harm, List<Trial>>> trials) {
    private static final Duration BACK = Duration.ofSeconds(15);
    private static final Duration STOPPED = Duration.ofSeconds(20);

    /** A table in Markdown: p50 / p95 / max in seconds and the number of tries, beside the bar and the ratio of medians. */
    String table() {
        List<String> rows = new ArrayList<>();
        List<String> names = List.copyOf(trials.keySet());
        rows.add(row(Stream.concat(
                Stream.of("p50 / p95 / max in s (tries)", "Bar", ""),
                names.stream()
                        .flatMap(name -> names.indexOf(name) == 0 ? Stream.of(name) : Stream.of(name, "ratio")))));
        rows.add("|---".repeat(2 + names.size() * 2) + "|");
        for (Harm harm : Harm.values()) {
            line(rows, names, "write gap, " + harm.description(), harm.bar(), each -> series(each, harm, Trial::gap));
        }
        line(rows, names, "old primary back as a streaming replica", BACK, each -> times(each, Trial::back));
        line(rows, names, "isolated primary stopped", STOPPED, each -> times(each, Trial::stopped));
        rows.add(row(Stream.concat(
                Stream.of("acknowledged rows lost", "0", ""),
                names.stream().flatMap(name -> spread(names, name, Integer.toString(lost(of(name))))))));
        rows.add(row(Stream.concat(
                Stream.of("longest time in which the primary acknowledged alone", "0", ""),
                names.stream().flatMap(name -> spread(names, name, "%.2f s".formatted(exposed(of(name))))))));
        return String.join("\n", rows) + "\n";
    }

    private static void line(
            List<String> rows, List<String> names, String what, Duration bar, Function<String, Series> series) {
        List<Series> measured = names.stream().map(series).toList();
        if (measured.stream().allMatch(Series::isEmpty)) {
            return;
        }
        Series own = measured.getFirst();
        List<String> cells = new ArrayList<>(List.of(
                what,
                "≤ " + bar.toSeconds() + " s",
                own.isEmpty() ? "not run" : own.quantile(0.95) <= bar.toSeconds() ? "met" : "missed",
                own.toString()));
        for (Series other : measured.subList(1, measured.size())) {
            cells.add(other.toString());
            cells.add(own.isEmpty() || other.isEmpty() ? "" : "%.1f".formatted(other.median() / own.median()));
        }
        rows.add(row(cells.stream()));
    }

    private static Stream<String> spread(List<String> names, String name, String value) {
        return names.indexOf(name) == 0 ? Stream.of(value) : Stream.of(value, "");
    }

    private static String row(Stream<String> cells) {
        return cells.collect(Collectors.joining(" | ", "| ", " |"));
    }

    private Series series(String name, Harm harm, Function<Trial, Duration> time) {
        return Series.of(
                of(name).getOrDefault(harm, List.of()).stream().map(time).toList());
    }

    private Series times(String name, Function<Trial, Optional<Duration>> time) {
        return Series.of(
                all(of(name)).flatMap(trial -> time.apply(trial).stream()).toList());
    }

    private Map<Harm, List<Trial>> of(String name) {
        return trials.getOrDefault(name, Map.of());
    }

    private static int lost(Map<Harm, List<Trial>> of) {
        return all(of).mapToInt(Trial::lost).sum();
    }

    private static double exposed(Map<Harm, List<Trial>> of) {
        return all(of).mapToLong(trial -> trial.exposed().toNanos()).max().orElse(0) / 1e9;
    }

    private static Stream<Trial> all(Map<Harm, List<Trial>> of) {
        return of.values().stream().flatMap(List::stream);
    }
}
