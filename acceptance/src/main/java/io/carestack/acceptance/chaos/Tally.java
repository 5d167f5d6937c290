package io.carestack.acceptance.chaos;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The table at the end.
 *
 * @param runs those that came to a verdict
 * @param unwell how many never got well again, by fault
 */
record Tally(List<Run> runs, Map<Fault, Integer> unwell) {

    boolean failed() {
        return !unwell.isEmpty() || runs.stream().anyMatch(Run::failed);
    }

    /** Markdown that can be read as it is; seconds are the longest time between two acknowledged writes. */
    String table() {
        StringBuilder text = new StringBuilder("| %-58s | runs | p50 s | p95 s | max s | lost | never well |%n"
                .formatted("Fault")
                .concat("|---|---|---|---|---|---|---|\n"));
        Map<Fault, List<Run>> byFault = runs.stream()
                .collect(Collectors.groupingBy(Run::fault, () -> new EnumMap<>(Fault.class), Collectors.toList()));
        unwell.keySet().forEach(fault -> byFault.putIfAbsent(fault, List.of()));
        byFault.forEach((fault, its) -> {
            List<Double> gaps = its.stream().map(Run::gap).sorted().toList();
            text.append("| %-58s | %4d | %5.2f | %5.2f | %5.2f | %4d | %10d |%n"
                    .formatted(
                            fault.description(),
                            its.size() + unwell.getOrDefault(fault, 0),
                            quantile(gaps, 0.5),
                            quantile(gaps, 0.95),
                            quantile(gaps, 1),
                            lost(its),
                            unwell.getOrDefault(fault, 0)));
        });
        return text.toString();
    }

    String sentence() {
        return "%d runs, %,d rows acknowledged, %d lost, %d of an old term and missing, %d terms with two primaries that acknowledged, %.3f s exposed, %d late answers, %d runs never well again"
                .formatted(
                        runs.size()
                                + unwell.values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum(),
                        runs.stream()
                                .mapToLong(run -> run.verdict().acknowledged())
                                .sum(),
                        lost(runs),
                        runs.stream()
                                .mapToInt(run -> run.verdict().stale().size())
                                .sum(),
                        runs.stream()
                                .mapToInt(run -> run.verdict().split().size())
                                .sum(),
                        runs.stream()
                                .mapToDouble(run -> run.verdict().exposed().toNanos() / 1e9)
                                .sum(),
                        runs.stream().mapToInt(run -> run.verdict().late()).sum(),
                        unwell.values().stream().mapToInt(Integer::intValue).sum());
    }

    private static int lost(List<Run> runs) {
        return runs.stream().mapToInt(run -> run.verdict().lost().size()).sum();
    }

    private static double quantile(List<Double> sorted, double share) {
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get(Math.clamp((int) Math.ceil(share * sorted.size()) - 1, 0, sorted.size() - 1));
    }
}
