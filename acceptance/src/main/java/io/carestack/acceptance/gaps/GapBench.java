package io.carestack.acceptance.gaps;

import io.carestack.acceptance.Exit;
import io.carestack.acceptance.Repository;
import io.carestack.acceptance.chaos.CareStackContender;
import io.carestack.acceptance.patroni.PatroniCluster;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Measures how long writes stop, harm by harm: for a stack in the sandbox, or on the cluster of {@code KUBECONFIG}, and for Patroni on this machine, where
 * its Debian packages are installed.
 *
 * <p>{@code RUNS} (20) tries of each harm, {@code PATRONI_RUNS} (as many; 0 leaves it out), {@code HARM} names the harms, separated by commas.
 */
public final class GapBench {
    private final List<Harm> harms;
    private final Map<String, Map<Harm, List<Trial>>> trials = new LinkedHashMap<>();

    private GapBench(List<Harm> harms) {
        this.harms = harms;
    }

    public static void main(String[] arguments) throws Exception {
        Exit.onFailure();
        System.setProperty("CARESTACK_LOG_LEVEL", "WARN");
        int runs = number("RUNS").orElse(20);
        int patroni = number("PATRONI_RUNS").orElse(runs);
        Path directory = Files.createDirectories(Repository.path("acceptance/target")
                .resolve("gaps")
                .resolve(Long.toString(ProcessHandle.current().pid())));
        GapBench bench = new GapBench(setting("HARM")
                .map(names -> Arrays.stream(names.split(","))
                        .map(String::strip)
                        .map(Harm::valueOf)
                        .toList())
                .orElse(List.of(Harm.values())));
        String before = conditions();
        if (runs > 0) {
            bench.measure(() -> CareStackContender.start(setting("KUBECONFIG").map(Path::of), directory), runs);
        }
        Optional<String> missing = PatroniCluster.missing();
        missing.ifPresent(sentence -> System.out.println("Patroni is left out: " + sentence));
        if (patroni > 0 && missing.isEmpty()) {
            for (PatroniCluster.Pace pace : PatroniCluster.Pace.values()) {
                bench.measure(() -> PatroniCluster.start(pace, directory), patroni);
            }
        }
        String text = "%s%n- at the start: %s%n- at the end: %s%n"
                .formatted(new Results(bench.trials).table(), before, conditions());
        System.out.println("\n" + text);
        Files.writeString(directory.resolve("gaps.md"), text);
        System.exit(0);
    }

    private void measure(Callable<? extends Contender> starting, int runs) throws Exception {
        try (Contender contender = starting.call()) {
            Map<Harm, List<Trial>> own = new EnumMap<>(Harm.class);
            trials.put(contender.name(), own);
            for (Harm harm : harms) {
                if (!contender.harms().contains(harm)) {
                    System.out.printf("%s: %s: cannot be done here%n", contender.name(), harm.description());
                    continue;
                }
                for (int run = 0; run < runs; run++) {
                    Trial trial = Trial.of(contender, harm);
                    own.computeIfAbsent(harm, each -> new ArrayList<>()).add(trial);
                    System.out.printf("%s: %s: %s%n", contender.name(), harm.description(), say(trial));
                }
            }
        }
    }

    private static String say(Trial trial) {
        return "gap %.2f s, %d lost, exposed %.2f s%s%s"
                .formatted(
                        trial.gap().toMillis() / 1000.0,
                        trial.lost(),
                        trial.exposed().toMillis() / 1000.0,
                        trial.back()
                                .map(time -> ", old primary back after %.1f s".formatted(time.toMillis() / 1000.0))
                                .orElse(""),
                        trial.stopped()
                                .map(time -> ", stopped after %.1f s".formatted(time.toMillis() / 1000.0))
                                .orElse(""));
    }

    private static String conditions() {
        return "%d cores, load average %.1f"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static Optional<Integer> number(String name) {
        return setting(name).map(Integer::valueOf);
    }

    private static Optional<String> setting(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }
}
