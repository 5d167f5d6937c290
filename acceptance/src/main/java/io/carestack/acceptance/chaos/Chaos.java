package io.carestack.acceptance.chaos;

import io.carestack.acceptance.Stage;
import io.carestack.sandbox.Options;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Faults at random against one stack in the sandbox, under load.
 *
 * <p>{@code RUNS} (200) says how many, {@code SEED} (1) which; run number n has the seed SEED + n, and {@code FAULT} restricts it to one kind. It ends with
 * an error when an acknowledged row was lost, or when the stack did not recover.
 */
public final class Chaos {
    private Chaos() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("CARESTACK_LOG_LEVEL", "WARN");
        int runs = Integer.parseInt(setting("RUNS").orElse("200"));
        long seed = Long.parseLong(setting("SEED").orElse("1"));
        List<Fault> faults =
                setting("FAULT").map(name -> List.of(Fault.valueOf(name))).orElse(List.of(Fault.values()));
        boolean failed;
        try (Stage stage = Stage.start(Options.defaults().withBackOff(Duration.ofMillis(100), Duration.ofSeconds(1)))) {
            failed = run(Patient.admit(stage, "chaos"), faults, runs, seed);
        }
        System.exit(failed ? 1 : 0);
    }

    private static boolean run(Patient patient, List<Fault> faults, int runs, long seed) {
        Map<Fault, List<Double>> gaps = new EnumMap<>(Fault.class);
        List<Run> done = new ArrayList<>();
        for (int number = 0; number < runs; number++) {
            long own = seed + number;
            Fault fault = faults.get((int) Math.floorMod(own * 7919, (long) faults.size()));
            try {
                Run run = Run.of(patient, fault, own);
                System.out.println(run);
                done.add(run);
                gaps.computeIfAbsent(fault, each -> new ArrayList<>())
                        .add(run.verdict().gap().toMillis() / 1000.0);
            } catch (Exception e) {
                System.out.printf("seed %d: %s: FAILED: %s%n%s%n", own, fault.description(), e, patient.says());
                return true;
            }
        }
        System.out.println();
        System.out.printf(
                "%-50s %5s %8s %8s %8s%n", "writes stopped for seconds, by fault", "runs", "p50", "p95", "max");
        gaps.forEach((fault, seconds) -> {
            List<Double> sorted = seconds.stream().sorted().toList();
            System.out.printf(
                    "%-50s %5d %8.2f %8.2f %8.2f%n",
                    fault.description(),
                    sorted.size(),
                    quantile(sorted, 0.5),
                    quantile(sorted, 0.95),
                    sorted.getLast());
        });
        long rows = done.stream().mapToLong(run -> run.verdict().acknowledged()).sum();
        long lost = done.stream().mapToLong(run -> run.verdict().lost().size()).sum();
        System.out.printf(
                "%d runs, seeds %d to %d: %,d rows acknowledged, %d lost%n",
                done.size(), seed, seed + runs - 1, rows, lost);
        return done.stream().anyMatch(Run::failed);
    }

    private static double quantile(List<Double> sorted, double share) {
        return sorted.get(Math.clamp((int) Math.ceil(share * sorted.size()) - 1, 0, sorted.size() - 1));
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
