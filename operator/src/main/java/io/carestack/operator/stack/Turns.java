package io.carestack.operator.stack;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Bounds what passes hold in memory at once. Those that ask a database, which may be dead and take seconds not to answer, have a bound of their own, so
 * that they do not keep the others from working.
 */
final class Turns {
    private final Semaphore working;
    private final Semaphore asking;

    /**
     * @param working passes at a time that hold the children of a stack, to plan and to write them
     * @param asking passes at a time that ask a database
     */
    Turns(int working, int asking) {
        this.working = new Semaphore(working, true);
        this.asking = new Semaphore(asking, true);
    }

    /** Plans or writes, when it is this pass' turn. */
    <T> T working(Supplier<T> work) {
        return within(working, work);
    }

    /** Asks a database; not to be called while working. */
    <T> T asking(Supplier<T> question) {
        return within(asking, question);
    }

    private static <T> T within(Semaphore turns, Supplier<T> work) {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }
}
