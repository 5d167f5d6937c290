package io.carestack.acceptance.bench;

import static io.carestack.acceptance.bench.Rig.PATIENCE;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** What is measured with many stacks: rest, growth, restarts, memory. */
final class LargeFleet {
    private static final int CHANGES = 5;

    private final Rig rig;
    private final BenchSettings settings;
    private final Report report;
    private final List<Size> sizes = new ArrayList<>();

    LargeFleet(Rig rig, BenchSettings settings, Report report) {
        this.rig = rig;
        this.settings = settings;
        this.report = report;
    }

    void measure() throws Exception {
        handOver();
        for (int size : Stream.of(10, 100, settings.stacks())
                .filter(size -> size <= settings.stacks())
                .toList()) {
            grow(Math.max(size, rig.stacks()));
        }
        new SingleChanges(rig, settings, report).measure();
        steady();
        double resident = rig.operator().measured().residentMegabytes();
        report.line(
                "RSS, " + rig.stacks() + " stacks",
                "<= 220 MB at 300",
                resident <= 220,
                isFullSize(),
                SmallFleet.mb(resident));
        restart();
        int large = rig.server().large(settings);
        if (large > settings.stacks()) {
            grow(large);
            double all = rig.operator().measured().residentMegabytes();
            report.line(
                    "RSS, " + rig.stacks() + " stacks",
                    "<= 300 MB at 1000",
                    all <= 300,
                    large >= 1000,
                    SmallFleet.mb(all));
        } else {
            report.omitted("RSS, 1000 stacks", "<= 300 MB", "set BENCH_LARGE (sandbox) or BENCH_LARGE_CLUSTER");
        }
        growth();
    }

    private void grow(int size) throws Exception {
        int before = rig.stacks();
        double cpu = rig.operator().measured().cpuSeconds();
        long start = System.nanoTime();
        rig.grow(size);
        double seconds = (System.nanoTime() - start) / 1e9;
        double perStack = size == before ? 0 : (rig.operator().measured().cpuSeconds() - cpu) / (size - before) * 1000;
        double resident = rig.operator().measured().residentMegabytes();
        Requests requests = rig.requests();
        for (int i = 0; i < CHANGES; i++) {
            rig.fleet().change("new-" + i % settings.tries(), "grown-" + size);
            rig.settle(Duration.ofMillis(600));
        }
        Requests changes = rig.requests().since(requests);
        double each = (changes.writes() + changes.reads()) / (double) CHANGES;
        report.note("requests of one change among " + size + ": " + changes.perTry(CHANGES));
        sizes.add(new Size(size, each, perStack, resident));
        report.note("grew from %d to %d stacks in %.0f s".formatted(before, size, seconds));
    }

    private void steady() throws Exception {
        rig.settle(Duration.ofSeconds(5));
        long passes = rig.operator().passes();
        Requests before = rig.requests();
        double cpu = rig.operator().measured().cpuSeconds();
        TimeUnit.SECONDS.sleep(settings.steady().toSeconds());
        double core = (rig.operator().measured().cpuSeconds() - cpu)
                / settings.steady().toSeconds()
                * 100;
        Requests requests = rig.requests().since(before);
        long done = rig.operator().passes() - passes;
        report.line(
                "steady state, %d stacks, %d s"
                        .formatted(rig.stacks(), settings.steady().toSeconds()),
                "0 reconciles, 0 writes, 0 reads, < 0.5 % of a core",
                done == 0 && requests.writes() == 0 && requests.reads() == 0 && core < 0.5,
                isFullSize(),
                "%d reconciles, %d writes, %d reads, %.2f %% of a core"
                        .formatted(done, requests.writes(), requests.reads(), core));
    }

    private void restart() throws IOException, InterruptedException, TimeoutException {
        rig.stop();
        rig.start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        double ready = 0;
        while (rig.operator().passes() < rig.stacks()) {
            if (ready == 0 && rig.operator().metrics().isPresent()) {
                ready = (System.nanoTime() - rig.operator().measured().startedNanos()) / 1e9;
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("not every stack was reconciled after a restart");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        double seconds = (System.nanoTime() - rig.operator().measured().startedNanos()) / 1e9;
        rig.settle(Duration.ofSeconds(5));
        Requests requests = rig.requests();
        report.note("after the restart: ready after %.1f s; %s".formatted(ready, requests.perTry(1)));
        report.line(
                "restart with %d stacks".formatted(rig.stacks()),
                "0 writes, all reconciled <= 10 s",
                requests.writes() == 0 && seconds <= 10,
                isFullSize(),
                "%d writes, %d reads, all reconciled after %.1f s, %d passes, %s"
                        .formatted(
                                requests.writes(),
                                requests.reads(),
                                seconds,
                                rig.operator().passes(),
                                SmallFleet.mb(rig.operator().measured().residentMegabytes())));
    }

    private void growth() {
        double least = sizes.stream().mapToDouble(Size::requests).min().orElse(0);
        double most = sizes.stream().mapToDouble(Size::requests).max().orElse(0);
        report.line(
                "growth: requests per change",
                "independent of the number of stacks",
                most - least <= 0.5,
                String.join(
                        "; ",
                        sizes.stream()
                                .map(size -> "%d stacks: %.1f".formatted(size.stacks(), size.requests()))
                                .toList()));
        List<Size> grown = sizes.stream().filter(size -> size.cpuMillis() > 0).toList();
        double cheapest = grown.stream().mapToDouble(Size::cpuMillis).min().orElse(0);
        report.line(
                "growth: CPU per new stack",
                "linear: no dearer with more stacks",
                grown.isEmpty() || grown.getLast().cpuMillis() <= 1.5 * cheapest,
                String.join(
                        "; ",
                        grown.stream()
                                .map(size -> "up to %d: %.0f ms".formatted(size.stacks(), size.cpuMillis()))
                                .toList()));
        resident();
    }

    /** With few stacks the heap still grows to its working size, whatever their number. */
    private void resident() {
        Size first = sizes.getFirst();
        Size last = sizes.getLast();
        String seen = String.join(
                "; ",
                sizes.stream()
                        .map(size -> "%d: %s".formatted(size.stacks(), SmallFleet.mb(size.resident())))
                        .toList());
        String bar = "<= 0.25 MB for each stack, the slope between the bars";
        if (last.stacks() < 300) {
            report.omitted("growth: RSS", bar, seen + "; needs 300 stacks");
            return;
        }
        double slope = (last.resident() - first.resident()) / (last.stacks() - first.stacks());
        report.line("growth: RSS", bar, slope <= 0.25, "%s: %.2f MB".formatted(seen, slope));
    }

    /** The first change of a stack hands the replica counts of its autoscaled components over, once; the lines below count what every change costs. */
    private void handOver() throws Exception {
        Requests before = rig.requests();
        for (int i = 0; i < CHANGES; i++) {
            rig.fleet().change("new-" + i % settings.tries(), "handed-over");
            rig.settle(Duration.ofMillis(600));
        }
        report.note("requests of the first change of a stack, which hands its replica counts over: "
                + rig.requests().since(before).perTry(CHANGES));
    }

    /** The bars are for 300 stacks: a smaller fleet can miss them, and not prove that they are met. */
    private boolean isFullSize() {
        return rig.stacks() >= 300;
    }

    private record Size(int stacks, double requests, double cpuMillis, double resident) {}
}
