package io.carestack.acceptance.releases;

import static java.util.Objects.requireNonNull;

import io.carestack.acceptance.Exit;
import io.carestack.acceptance.load.Load;
import io.carestack.acceptance.load.LoadReport;
import io.carestack.acceptance.load.LoadShape;
import io.carestack.operator.api.RolloutStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Measures releases under load, in the sandbox or on the cluster of {@code KUBECONFIG}: {@code CUTOVERS} (10) of them, {@code ROLLBACKS} (5) to the release
 * before, and {@code BAD} (2) releases that crash once they have the traffic.
 */
public final class ReleaseBench {
    /** Longer than the slowest answer takes, as an application should. */
    private static final Map<String, String> DRAINING = Map.of("DRAIN", "12");

    private final ReleaseSite site;
    private final ReleasedStack stack;
    private final List<Duration> switches = new ArrayList<>();
    private final List<Duration> returns = new ArrayList<>();
    private final List<Duration> rescues = new ArrayList<>();
    private int commands;

    private ReleaseBench(ReleaseSite site, ReleasedStack stack) {
        this.site = site;
        this.stack = stack;
    }

    public static void main(String[] arguments) throws Exception {
        Exit.onFailure();
        if (System.getProperty("CARESTACK_LOG_LEVEL") == null) {
            System.setProperty("CARESTACK_LOG_LEVEL", "WARN");
        }
        Optional<Path> kubeconfig = Optional.ofNullable(System.getenv("KUBECONFIG"))
                .filter(text -> !text.isBlank())
                .map(Path::of);
        try (ReleaseSite site = kubeconfig.map(ReleaseSite::cluster).orElseGet(ReleaseSite::sandbox)) {
            new ReleaseBench(site, new ReleasedStack(site, "notes", number("PODS", 4))).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        stack.release("1", DRAINING);
        stack.awaitReady();
        String stable = stack.awaitStable("");
        try (Load load = new Load(stack.address(), LoadShape.RELEASE);
                SecondColor second = new SecondColor(site, number("PODS", 4))) {
            TimeUnit.SECONDS.sleep(3);
            for (int i = 0; i < number("CUTOVERS", 10); i++) {
                stable = cutOver(stable, i % 2 == 0 ? "2" : "1");
                System.out.println(
                        "cutover " + (i + 1) + ": " + load.report().lines().getFirst());
            }
            for (int i = 0; i < number("ROLLBACKS", 5); i++) {
                stable = rollBack(stable);
                System.out.println(
                        "rollback " + (i + 1) + ": " + load.report().lines().getFirst());
            }
            LoadReport healthy = load.report();
            double podSeconds = second.podSeconds();
            for (int i = 0; i < number("BAD", 2); i++) {
                rescue(stable, i);
                System.out.println(
                        "bad release " + (i + 1) + ": " + load.report().lines().getFirst());
            }
            LoadReport all = load.report();
            System.out.printf(
                    "%n%s, %d requests a second:%n%d cutovers, %s to switch; %d rollbacks, %s to switch: %d answered, %d failed; %.0f extra pods × seconds for each%n",
                    site.description(),
                    LoadShape.RELEASE.requestsPerSecond(),
                    switches.size(),
                    spread(switches),
                    returns.size(),
                    spread(returns),
                    healthy.answered(),
                    healthy.failed(),
                    podSeconds / Math.max(1, switches.size() + returns.size()));
            System.out.printf(
                    "%d bad releases, %s from the first crash until the old colour served; %d failed beside%n",
                    rescues.size(), spread(rescues), all.failed() - healthy.failed());
            all.failures().forEach((words, count) -> System.out.println("  " + count + " × " + words));
        }
    }

    private String cutOver(String stable, String tag) throws Exception {
        long start = System.nanoTime();
        stack.release(tag, with("ROUND", Integer.toString(switches.size())));
        stack.await("the switch", status -> "Monitoring".equals(status.phase()));
        switches.add(Duration.ofNanos(System.nanoTime() - start));
        return stack.awaitStable(stable);
    }

    private String rollBack(String stable) throws Exception {
        RolloutStatus rollout = stack.rollout();
        String before = requireNonNull(rollout.history()).getFirst();
        long start = System.nanoTime();
        stack.rollBack(before, ++commands);
        stack.await("the switch", status -> "Monitoring".equals(status.phase()));
        returns.add(Duration.ofNanos(System.nanoTime() - start));
        return stack.awaitStable(stable);
    }

    /** A release that is healthy until it has the traffic, and then ends itself again and again. */
    private void rescue(String stable, int round) throws Exception {
        stack.release("3", with("CRASH_AFTER", "12", "ROUND", "bad" + round));
        stack.await("the switch", status -> "Monitoring".equals(status.phase()));
        stack.await("the way back", status -> "RollingBack".equals(status.phase()));
        long start = System.nanoTime();
        String live = requireNonNull(requireNonNull(stack.rollout().stable()).color());
        stack.await("the old colour", status -> live.equals(status.liveColor()));
        rescues.add(Duration.ofNanos(System.nanoTime() - start));
        stack.await("the end", status -> "Stable".equals(status.phase()) && status.target() == null);
        if (!stable.equals(requireNonNull(stack.rollout().stable()).revision())) {
            throw new IllegalStateException("the bad release became stable");
        }
    }

    private static String spread(List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        return sorted.isEmpty()
                ? "none"
                : "%.1f s (%.1f to %.1f)"
                        .formatted(
                                sorted.get(sorted.size() / 2).toMillis() / 1000.0,
                                sorted.getFirst().toMillis() / 1000.0,
                                sorted.getLast().toMillis() / 1000.0);
    }

    private static Map<String, String> with(String... environment) {
        Map<String, String> all = new TreeMap<>(DRAINING);
        for (int i = 0; i < environment.length; i += 2) {
            all.put(environment[i], environment[i + 1]);
        }
        return all;
    }

    private static int number(String name, int otherwise) {
        String text = System.getenv(name);
        return text == null || text.isBlank() ? otherwise : Integer.parseInt(text);
    }
}
