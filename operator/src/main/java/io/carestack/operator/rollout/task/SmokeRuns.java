package io.carestack.operator.rollout.task;

import io.carestack.operator.rollout.plan.Outcome;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Smoke tests that run while passes go on.
 *
 * <p>What they came to is kept in memory only: after a restart of the operator they run again, which does no harm because they only read.
 */
public final class SmokeRuns {
    /** @param told whether somebody will be told */
    private record Run(String target, CompletableFuture<Outcome> outcome, AtomicBoolean told) {
        Run(String target, CompletableFuture<Outcome> outcome) {
            this(target, outcome, new AtomicBoolean());
        }
    }

    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final Executor executor;

    public SmokeRuns(Executor executor) {
        this.executor = executor;
    }

    /**
     * How the tests of a target stand; the first question starts them, and ends what is known of an earlier target.
     *
     * @param stack uid of the CareStack
     * @param target revision and attempt
     * @param done told when they are through
     */
    public Outcome outcome(String stack, String target, Supplier<Outcome> tests, Runnable done) {
        Run run = runs.compute(
                stack,
                (same, known) -> known != null && known.target().equals(target)
                        ? known
                        : new Run(
                                target,
                                CompletableFuture.supplyAsync(tests, executor)
                                        .exceptionally(
                                                failure -> Outcome.failed("smoke tests: " + failure.getMessage()))));
        if (run.told().compareAndSet(false, true)) {
            // outside of the map's lock: who is told may ask at once
            run.outcome().thenRun(done);
        }
        return run.outcome().getNow(Outcome.RUNNING);
    }

    /** Forgets a stack that is gone. */
    public void forget(String stack) {
        runs.remove(stack);
    }
}
