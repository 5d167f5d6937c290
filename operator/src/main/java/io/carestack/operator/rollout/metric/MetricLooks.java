package io.carestack.operator.rollout.metric;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Looks at metrics that are under way while passes go on; one that was lost with the operator is made again. */
public final class MetricLooks {
    private record Look(String name, CompletableFuture<Reading> reading) {}

    private final Map<String, Look> looks = new ConcurrentHashMap<>();
    private final Executor executor;

    public MetricLooks(Executor executor) {
        this.executor = executor;
    }

    /**
     * What a look has shown, once it has; the first question starts it.
     *
     * @param stack uid of the CareStack
     * @param name of the look; another name is another look
     * @param done told when there is an answer
     */
    public Optional<Reading> reading(String stack, String name, Supplier<Reading> question, Runnable done) {
        Look known = looks.get(stack);
        if (known == null || !known.name().equals(name)) {
            known = new Look(
                    name,
                    CompletableFuture.supplyAsync(question, executor)
                            .exceptionally(failure -> new Reading.Unreachable(String.valueOf(failure.getMessage()))));
            looks.put(stack, known);
            // outside of the map: who is told may ask at once
            known.reading().thenRun(done);
        }
        return Optional.ofNullable(known.reading().getNow(null));
    }

    /** Forgets a stack that is gone. */
    public void forget(String stack) {
        looks.remove(stack);
    }
}
