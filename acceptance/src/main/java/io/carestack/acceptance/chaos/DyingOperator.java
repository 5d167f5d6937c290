package io.carestack.acceptance.chaos;

import io.carestack.acceptance.chaos.Site.Ongoing;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The primary is lost, the operator dies at one of its steps, and another one has to finish. */
final class DyingOperator {
    /** A failover of three instances takes about so many statements that change something, and so many writes. */
    private static final int STATEMENTS = 40;

    private static final int WRITES = 12;

    private final Patient patient;
    private final Random random;
    private final Killer killer;

    DyingOperator(Patient patient, Random random, Killer killer) {
        this.patient = patient;
        this.random = random;
        this.killer = killer;
    }

    /** Ends a database's container. */
    interface Killer {
        void kill(String pod) throws Exception;
    }

    void atAWrite(String primary, long term) throws Exception {
        Thread breaker = Thread.currentThread();
        int number = 1 + random.nextInt(WRITES);
        try (Ongoing fault = patient.site().atWrite(number, () -> killOperators(breaker))) {
            killer.kill(primary);
            settle(term);
        }
        patient.operators().kill();
        patient.operators().start();
    }

    void atAStatement(String primary, long term) throws Exception {
        int statement = 1 + random.nextInt(STATEMENTS);
        patient.operators().kill();
        Process dying = patient.operators().startHaltingAt(random.nextBoolean() ? statement : -statement);
        if (random.nextBoolean()) {
            TimeUnit.SECONDS.sleep(6);
        }
        killer.kill(primary);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (dying.isAlive() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        patient.operators().kill();
        patient.operators().start();
    }

    private void killOperators(Thread breaker) {
        try {
            patient.operators().kill();
        } catch (InterruptedException e) {
            breaker.interrupt();
        }
    }

    /** The step that kills may not come in this failover; then it is over by itself. */
    private void settle(long term) throws Exception {
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
            while (patient.operators().isRunning() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            if (patient.operators().isRunning()) {
                patient.awaitTermAbove(term);
            }
        } catch (TimeoutException e) {
            throw new TimeoutException("the operator neither died nor failed over: " + e.getMessage());
        }
    }
}
