package io.carestack.acceptance.chaos;

import io.carestack.acceptance.Exit;
import io.carestack.acceptance.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Faults at random against one stack under load: in the sandbox, or with {@code KUBECONFIG} in the environment on that cluster.
 *
 * <p>{@code RUNS} (200) says how many, {@code SEED} (1) which; run number n has the seed SEED + n, and {@code FAULT} names the kinds, separated by commas.
 * It ends with an error when something happened that must never happen, or when the stack did not get well again. After such a run, the next one has a
 * new stack; what was written by operators and pods stays in {@code target/chaos}.
 */
public final class Chaos {
    private final List<Fault> faults;
    private final Path directory;
    private final List<Run> done = new ArrayList<>();
    private final Map<Fault, Integer> unwell = new EnumMap<>(Fault.class);
    private int stacks;

    private Chaos(List<Fault> faults, Path directory) {
        this.faults = faults;
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        Exit.onFailure();
        System.setProperty("CARESTACK_LOG_LEVEL", "WARN");
        int runs = Integer.parseInt(setting("RUNS").orElse("200"));
        long seed = Long.parseLong(setting("SEED").orElse("1"));
        List<Fault> faults = setting("FAULT")
                .map(names -> Arrays.stream(names.split(","))
                        .map(String::strip)
                        .map(Fault::valueOf)
                        .toList())
                .orElse(List.of(Fault.values()));
        Path directory = Repository.path("acceptance/target")
                .resolve("chaos")
                .resolve("seed-" + seed + "-" + ProcessHandle.current().pid());
        Chaos chaos = new Chaos(faults, directory);
        Tally tally = chaos.run(seed, runs);
        System.out.printf("%n%s%n%s; seeds %d to %d%n", tally.table(), tally.sentence(), seed, seed + runs - 1);
        Files.writeString(directory.resolve("tally.md"), tally.table() + "\n" + tally.sentence() + "\n");
        System.exit(tally.failed() ? 1 : 0);
    }

    private Tally run(long first, int runs) throws Exception {
        long next = first;
        while (next < first + runs) {
            Path own = Files.createDirectories(directory.resolve("stack-" + stacks++));
            try (Site site = site(own);
                    Patient patient = Patient.admit(site)) {
                next = untilUnwell(patient, next, first + runs);
            }
        }
        return new Tally(List.copyOf(done), Map.copyOf(unwell));
    }

    private static Site site(Path directory) {
        return setting("KUBECONFIG")
                .<Site>map(kubeconfig -> ClusterSite.open(Path.of(kubeconfig), directory))
                .orElseGet(() -> SandboxSite.start("chaos", directory));
    }

    /** The number of the run that needs a new stack, or the end. */
    private long untilUnwell(Patient patient, long first, long end) throws InterruptedException {
        for (long seed = first; seed < end; seed++) {
            Fault fault = Run.faultOf(seed, faults);
            Optional<String> lacks = patient.site().lacks(fault.need());
            if (lacks.isPresent()) {
                System.out.printf("seed %d: %s: skipped: %s%n", seed, fault.description(), lacks.get());
            } else if (!isWell(patient, fault, seed)) {
                System.out.println("  logs: " + patient.site().directory());
                return seed + 1;
            }
        }
        return end;
    }

    private boolean isWell(Patient patient, Fault fault, long seed) throws InterruptedException {
        long start = System.nanoTime();
        try {
            Run run = Run.of(patient, fault, seed);
            System.out.printf(
                    "%s [%d s]%n",
                    run, Duration.ofNanos(System.nanoTime() - start).toSeconds());
            done.add(run);
            return !run.failed();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            System.out.printf(
                    "seed %d: %s (%s): NEVER WELL: %s%s%n", seed, fault.description(), fault, e, patient.says());
            unwell.merge(fault, 1, Integer::sum);
            return false;
        }
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
