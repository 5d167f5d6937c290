package io.carestack.acceptance.chaos;

import io.carestack.acceptance.history.Hearsay;
import io.carestack.acceptance.history.History;
import io.carestack.acceptance.history.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * One fault under load.
 *
 * @param seed that makes the same run again
 * @param verdict what the writers' history says
 * @param readers what the readers say
 */
record Run(long seed, Fault fault, Verdict verdict, List<Hearsay> readers) {
    private static final int CLIENTS = 4;
    private static final int WARM = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(420);

    /** The fault of a seed; neighbouring seeds have different ones. */
    static Fault faultOf(long seed, List<Fault> faults) {
        return faults.get((int) Math.floorMod(seed * 7919, (long) faults.size()));
    }

    /** Breaks the patient, waits until writes flow again and it is well, and judges. */
    static Run of(Patient patient, Fault fault, long seed) throws Exception {
        long term = patient.term();
        try (History history = patient.history(CLIENTS)) {
            more(history, WARM);
            new Injection(patient, new Random(seed)).inject(fault);
            if (fault.movesWrites()) {
                patient.awaitTermAbove(term);
            }
            more(history, WARM);
            patient.awaitWell();
            more(history, WARM);
            History.Judgement judgement = history.judge();
            return new Run(seed, fault, judgement.verdict(), judgement.readers());
        }
    }

    private static void more(History history, int rows) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int before = history.count();
        while (history.count() < before + rows) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(
                        "no " + rows + " rows were acknowledged within " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** Whether something happened that must never happen. */
    boolean failed() {
        return verdict.failed();
    }

    double gap() {
        return verdict.gap().toMillis() / 1000.0;
    }

    @Override
    public String toString() {
        return "seed %d: %s: gap %.2f s, %,d acknowledged, %d lost, %d stale, %d late, %d split, exposed %.3f s (%s): %s"
                .formatted(
                        seed,
                        fault.description(),
                        gap(),
                        verdict.acknowledged(),
                        verdict.lost().size(),
                        verdict.stale().size(),
                        verdict.late(),
                        verdict.split().size(),
                        verdict.exposed().toNanos() / 1e9,
                        readers.stream().map(Hearsay::toString).collect(Collectors.joining("; ")),
                        failed() ? "FAILED" : "ok");
    }
}
