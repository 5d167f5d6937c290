package io.carestack.acceptance.gaps;

import io.carestack.acceptance.history.Acknowledgement;
import io.carestack.acceptance.history.Verdict;
import io.carestack.acceptance.history.Writers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One harm under load.
 *
 * @param gap from the last acknowledged write before writes stopped to the next one, whoever got it
 * @param back from the harm until the old primary streams as a replica; empty where its return depends on when the harm was taken back
 * @param stopped from the harm until the isolated primary's server had ended; empty for other harms
 * @param lost acknowledged rows that are gone
 * @param exposed time in which rows were acknowledged that the primary alone had
 */
record Trial(Duration gap, Optional<Duration> back, Optional<Duration> stopped, int lost, Duration exposed) {
    private static final int CLIENTS = 4;
    private static final int WARM = 200;
    private static final int RECENT = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    static Trial of(Contender contender, Harm harm) throws Exception {
        contender.awaitWell();
        String primary = contender.primary();
        try (Writers writers = Writers.start(contender.clients(), CLIENTS)) {
            await("writes", () -> writers.count() >= WARM);
            long start = System.nanoTime();
            Optional<Duration> stopped = Optional.empty();
            long end;
            try (AutoCloseable harmed = contender.hurt(harm, primary)) {
                await("writes after the harm", () -> flows(writers, start));
                end = System.nanoTime();
                if (harm == Harm.CUT_OFF && contender.hasStopped(primary).isPresent()) {
                    await(
                            "the end of the isolated primary",
                            () -> contender.hasStopped(primary).orElse(true));
                    stopped = Optional.of(Duration.ofNanos(System.nanoTime() - start));
                }
            }
            Optional<Duration> back = Optional.empty();
            if (harm == Harm.POSTMASTER_KILLED || harm == Harm.CONTAINER_KILLED) {
                await(
                        "the old primary as a replica",
                        () -> contender.streams(primary) || isPrimary(contender, primary));
                back = isPrimary(contender, primary)
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(System.nanoTime() - start));
            }
            contender.awaitWell();
            Verdict verdict = writers.judge();
            return new Trial(
                    gap(writers.acknowledged(), start, end),
                    back,
                    stopped,
                    verdict.lost().size(),
                    verdict.exposed());
        }
    }

    private static boolean isPrimary(Contender contender, String instance) throws Exception {
        return contender.primary().equals(instance);
    }

    /** Writes are acknowledged again and again, some time after the harm. */
    private static boolean flows(Writers writers, long start) {
        long now = System.nanoTime();
        long recently = now - TimeUnit.MILLISECONDS.toNanos(500);
        return now - start > TimeUnit.SECONDS.toNanos(2)
                && writers.acknowledged().stream()
                                .filter(each -> each.at() > recently)
                                .count()
                        >= RECENT;
    }

    private static Duration gap(List<Acknowledgement> acknowledged, long start, long end) {
        List<Long> times = acknowledged.stream()
                .map(Acknowledgement::at)
                .filter(at -> at > start - TimeUnit.SECONDS.toNanos(1) && at <= end)
                .sorted(Comparator.naturalOrder())
                .toList();
        long gap = 0;
        for (int index = 1; index < times.size(); index++) {
            gap = Math.max(gap, times.get(index) - times.get(index - 1));
        }
        return Duration.ofNanos(gap);
    }

    private static void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(what + ": not within " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }
}
