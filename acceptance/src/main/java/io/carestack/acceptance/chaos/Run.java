package io.carestack.acceptance.chaos;

import io.carestack.acceptance.history.Verdict;
import io.carestack.acceptance.history.Writers;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeoutException;

/**
 * One fault under load.
 *
 * @param seed that makes the same run again
 * @param verdict what the clients' history says
 */
record Run(long seed, Fault fault, Verdict verdict) {
    private static final int CLIENTS = 4;
    private static final int WARM = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Breaks the patient, waits until writes flow again and it is well, and judges. */
    static Run of(Patient patient, Fault fault, long seed) throws Exception {
        long term = patient.term();
        try (Writers writers = Writers.start(patient.database(), CLIENTS)) {
            more(writers, WARM);
            new Injection(patient, new Random(seed)).inject(fault);
            if (fault.movesWrites() && fault != Fault.KILL_EVERYBODY) {
                patient.awaitTermAbove(term);
            }
            more(writers, WARM);
            patient.awaitWell();
            more(writers, WARM);
            return new Run(seed, fault, writers.judge());
        }
    }

    private static void more(Writers writers, int rows) throws InterruptedException, TimeoutException {
        Instant end = Instant.now().plus(PATIENCE);
        int before = writers.acknowledged().size();
        while (writers.acknowledged().size() < before + rows) {
            if (Instant.now().isAfter(end)) {
                throw new TimeoutException(
                        "no " + rows + " rows were acknowledged within " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(Duration.ofMillis(20));
        }
    }

    boolean failed() {
        return !verdict.lost().isEmpty() || !verdict.stale().isEmpty();
    }

    @Override
    public String toString() {
        return "seed %d: %s: %,d acknowledged, %d lost, %d of an old term, writes stopped for %.2f s"
                .formatted(
                        seed,
                        fault.description(),
                        verdict.acknowledged(),
                        verdict.lost().size(),
                        verdict.stale().size(),
                        verdict.gap().toMillis() / 1000.0);
    }
}
