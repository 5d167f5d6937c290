package io.carestack.acceptance.bench;

import static io.carestack.acceptance.bench.Rig.PATIENCE;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Watcher.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What is measured while there are hardly any stacks: starts, memory without work, new stacks. */
final class SmallFleet {
    private static final Duration REST = Duration.ofSeconds(10);
    private static final int STARTS = 3;

    private final Rig rig;
    private final BenchSettings settings;
    private final Report report;
    private List<HasMetadata> children = List.of();

    SmallFleet(Rig rig, BenchSettings settings, Report report) {
        this.rig = rig;
        this.settings = settings;
        this.report = report;
    }

    void measure() throws Exception {
        rig.start();
        rig.settle(REST);
        double idle = rig.operator().measured().residentMegabytes();
        report.line("RSS, idle", "<= 145 MB", idle <= 145, mb(idle));
        List<Double> first = new ArrayList<>(List.of(learn("first-0")));
        List<Double> starts = new ArrayList<>();
        for (int i = 1; i <= STARTS; i++) {
            rig.stop();
            starts.add(coldStart("start-" + i));
            rig.settle(Duration.ofSeconds(2));
            first.add(add("first-" + i));
        }
        Distribution start = new Distribution(starts);
        report.line(
                "start -> first write of the first pass",
                "<= 2 s with the AOT cache",
                start.median() <= 2000,
                "median of %d: %.1f s, worst %.1f s"
                        .formatted(STARTS, start.median() / 1000, start.quantile(1) / 1000));
        newStacks(new Distribution(first));
    }

    private void newStacks(Distribution first) throws Exception {
        rig.settle(Duration.ofSeconds(2));
        List<Double> times = new ArrayList<>();
        long passes = rig.operator().passes();
        Requests before = rig.requests();
        Optional<Long> logged = rig.server().loggedWrites();
        for (int i = 0; i < settings.tries(); i++) {
            times.add(add("new-" + i));
            rig.settle(Duration.ofMillis(600));
        }
        Requests requests = rig.requests().since(before);
        double each = settings.tries();
        double passesEach = (rig.operator().passes() - passes) / each;
        double writesEach = requests.writes() / each;
        Distribution warm = new Distribution(times);
        report.line("one new stack: passes", "1", passesEach <= 1.05, number(passesEach));
        report.line(
                "one new stack: requests",
                "<= children + 2",
                writesEach + requests.reads() / each <= children.size() + 2,
                "%s writes for %d children, %d reads in %d tries"
                        .formatted(number(writesEach), children.size(), requests.reads(), settings.tries()));
        crossCheck(requests, logged);
        report.note("requests of one new stack: " + requests.perTry(settings.tries()));
        report.line(
                "one new stack: until all children are there", "p50 <= 0.5 s", warm.median() <= 500, warm.toString());
        report.line(
                "first new stack after a start",
                "<= 1 s",
                first.median() <= 1000,
                "median %.0f ms, worst %.0f ms".formatted(first.median(), first.quantile(1)));
        baseline(warm);
    }

    /** A count of one's own is worth little if it misses what was sent. */
    private void crossCheck(Requests counted, Optional<Long> before) {
        Optional<Long> now = rig.server().loggedWrites();
        before.ifPresent(start -> {
            long logged = now.orElse(start) - start;
            report.note("writes of the new stacks: %d by the operator's metrics, %d by the server's log%s"
                    .formatted(counted.writes(), logged, counted.writes() == logged ? "" : " - THEY DIFFER"));
        });
    }

    private void baseline(Distribution operator) throws Exception {
        Baseline bare = new Baseline(rig.fleet().client(), rig.fleet().namespace(), children);
        List<Double> sequential = new ArrayList<>();
        List<Double> parallel = new ArrayList<>();
        for (int i = 0; i < Math.max(3, settings.tries() / 2); i++) {
            sequential.add(bare.sequential(i));
            parallel.add(bare.parallel(i));
        }
        double loop = new Distribution(sequential).median();
        double eight = new Distribution(parallel).median();
        report.line(
                "the same children without an operator",
                "bare loop %.0f ms, eight at a time %.0f ms; the operator takes %.1f and %.1f times as long"
                        .formatted(loop, eight, operator.median() / loop, operator.median() / eight));
    }

    /** The first stack of all tells what children there are. */
    private double learn(String name) throws Exception {
        rig.sightings().follow(name);
        long start = System.nanoTime();
        rig.add(name);
        rig.settle(Duration.ofSeconds(5));
        List<Sighting> seen = rig.sightings().soFar();
        Map<String, Sighting> added = seen.stream()
                .filter(SmallFleet::isNewChild)
                .collect(Collectors.toMap(Sighting::id, sighting -> sighting, (one, other) -> one));
        children = added.values().stream().map(Sighting::object).toList();
        report.note("a stack has %d children: %s"
                .formatted(
                        children.size(),
                        children.stream().collect(Collectors.groupingBy(HasMetadata::getKind, Collectors.counting()))));
        return (added.values().stream().mapToLong(Sighting::nanos).max().orElseThrow() - start) / 1e6;
    }

    private double add(String name) throws Exception {
        rig.sightings().follow(name);
        long start = System.nanoTime();
        rig.add(name);
        long end = rig.sightings()
                .await(
                        children.size() + " children",
                        PATIENCE,
                        seen -> seen.stream()
                                                .filter(SmallFleet::isNewChild)
                                                .map(Sighting::id)
                                                .distinct()
                                                .count()
                                        >= children.size()
                                ? Optional.of(seen.getLast().nanos())
                                : Optional.empty());
        return (end - start) / 1e6;
    }

    /** From the start of the process until the first pass writes that it looks at the stack. */
    private double coldStart(String name) throws Exception {
        rig.sightings().follow(name);
        rig.add(name);
        TimeUnit.SECONDS.sleep(1);
        rig.start();
        long end = rig.sightings()
                .await(
                        "a status",
                        PATIENCE,
                        seen -> seen.stream()
                                .filter(sighting -> sighting.action() == Action.MODIFIED && sighting.isStack())
                                .map(Sighting::nanos)
                                .findFirst());
        return (end - rig.operator().measured().startedNanos()) / 1e6;
    }

    private static boolean isNewChild(Sighting sighting) {
        return sighting.action() == Action.ADDED && !sighting.isStack();
    }

    static String mb(double megabytes) {
        return "%.0f MB".formatted(megabytes);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
