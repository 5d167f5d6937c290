package io.carestack.acceptance.chaos;

import static java.util.Objects.requireNonNull;

import io.carestack.acceptance.Exit;
import io.carestack.acceptance.Repository;
import io.carestack.sandbox.machinery.Shell;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What replication costs a stack in the sandbox, by pgbench on its primary with and without waiting for one replica, in turn; and what the operator asks
 * of an idle database.
 *
 * <p>{@code ROUNDS} (3) of {@code SECONDS} (20) each, {@code IDLE} (60) seconds of rest.
 */
public final class CostBench {
    private static final Pattern SPEED = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+)");
    private static final double BAR = 5;
    private static final int CLIENTS = 8;

    private final Patient patient;
    private final Path insert;
    private final StringBuilder text = new StringBuilder();

    private CostBench(Patient patient, Path insert) {
        this.patient = patient;
        this.insert = insert;
    }

    public static void main(String[] arguments) throws Exception {
        Exit.onFailure();
        System.setProperty("CARESTACK_LOG_LEVEL", "WARN");
        Path directory = Files.createDirectories(Repository.path("acceptance/target")
                .resolve("costs")
                .resolve(Long.toString(ProcessHandle.current().pid())));
        String before = conditions();
        try (Site site = SandboxSite.start("costs", directory, Optional.empty());
                Patient patient = Patient.admit(site)) {
            Path insert = Files.writeString(
                    directory.resolve("insert.sql"), "INSERT INTO bench_rows (filler) VALUES (repeat('x', 100));\n");
            CostBench bench = new CostBench(patient, insert);
            bench.idle(number("IDLE", 60));
            bench.replication(number("ROUNDS", 3), number("SECONDS", 20));
            bench.text.append("\n- at the start: %s%n- at the end: %s%n".formatted(before, conditions()));
            System.out.println(bench.text);
            Files.writeString(directory.resolve("costs.md"), bench.text);
        }
        System.exit(0);
    }

    private void idle(int seconds) throws Exception {
        String primary = patient.primary();
        Map<String, IdleLoad> before = look();
        long start = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(seconds));
        double elapsed = (System.nanoTime() - start) / 1e9;
        Map<String, IdleLoad> after = look();
        text.append(
                "| An idle stack of three instances, %.0f s | Bar | | Transactions | Statements |%n|---|---|---|---|---|%n"
                        .formatted(elapsed));
        for (String instance : patient.instances()) {
            IdleLoad load = requireNonNull(after.get(instance)).since(requireNonNull(before.get(instance)));
            double transactions = load.transactions() / elapsed;
            text.append("| %s | ≤ %.0f transactions/s | %s | %.2f/s | %s |%n"
                    .formatted(
                            instance.equals(primary) ? "primary" : "replica",
                            BAR,
                            transactions <= BAR ? "met" : "missed",
                            transactions,
                            load.statements().isPresent()
                                    ? "%.2f/s".formatted(load.statements().getAsLong() / elapsed)
                                    : "not counted: pg_stat_statements is not there"));
        }
        text.append('\n');
    }

    private Map<String, IdleLoad> look() throws Exception {
        Map<String, IdleLoad> seen = new LinkedHashMap<>();
        for (String instance : patient.instances()) {
            seen.put(instance, IdleLoad.of(patient, instance));
        }
        return seen;
    }

    private void replication(int rounds, int seconds) throws Exception {
        String uri = patient.clients().primaryUri();
        pgbench(uri, "-i", "-s", "10", "-q");
        psql(uri, "CREATE TABLE bench_rows (id bigserial PRIMARY KEY, filler text)");
        Map<String, List<Speed>> speeds = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int copies : List.of(1, 0)) {
                patient.require(copies);
                for (String script : List.of("tpcb-like", "insert")) {
                    String[] what = script.equals("insert")
                            ? new String[] {"-f", insert.toString()}
                            : new String[] {"-b", script};
                    Speed speed = measure(uri, seconds, what);
                    System.out.printf("replicas %d, %s: %s%n", copies, script, speed);
                    speeds.computeIfAbsent(script + copies, each -> new ArrayList<>())
                            .add(speed);
                }
            }
        }
        text.append(
                "| pgbench, %d clients, %d s, median of %d | `synchronous.replicas: 1` | `0` | ratio |%n|---|---|---|---|%n"
                        .formatted(CLIENTS, seconds, rounds));
        for (String script : List.of("tpcb-like", "insert")) {
            Speed waiting = Speed.median(requireNonNull(speeds.get(script + 1)));
            Speed alone = Speed.median(requireNonNull(speeds.get(script + 0)));
            text.append("| %s | %s | %s | %.2f |%n"
                    .formatted(script, waiting, alone, waiting.perSecond() / alone.perSecond()));
        }
    }

    private record Speed(double perSecond, double milliseconds) {
        static Speed median(List<Speed> of) {
            List<Speed> sorted = of.stream()
                    .sorted(Comparator.comparingDouble(Speed::perSecond))
                    .toList();
            return sorted.get(sorted.size() / 2);
        }

        @Override
        public String toString() {
            return "%.0f transactions/s, %.1f ms".formatted(perSecond, milliseconds);
        }
    }

    private static Speed measure(String uri, int seconds, String... what) throws IOException {
        List<String> options = new ArrayList<>(
                List.of("-n", "-c", Integer.toString(CLIENTS), "-j", "2", "-T", Integer.toString(seconds)));
        options.addAll(List.of(what));
        String output = pgbench(uri, options.toArray(String[]::new));
        return new Speed(find(SPEED, output), find(LATENCY, output));
    }

    private static double find(Pattern pattern, String output) throws IOException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("pgbench said: " + output);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static String pgbench(String uri, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("pgbench"));
        command.addAll(List.of(options));
        command.add(uri);
        return run(command);
    }

    private static void psql(String uri, String statement) throws IOException {
        run(List.of("psql", "-XAtqw", uri, "-c", statement));
    }

    private static String run(List<String> command) throws IOException {
        Shell.Result result = Shell.run(command, "", Duration.ofMinutes(10));
        if (!result.succeeded()) {
            throw new IOException(command.getFirst() + ": " + result.output());
        }
        return result.output();
    }

    private static String conditions() {
        return "%d cores, load average %.1f"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static int number(String name, int otherwise) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .map(Integer::valueOf)
                .orElse(otherwise);
    }
}
