package io.carestack.operator.stack;

import io.carestack.operator.stack.ChildExecutor.Result;
import io.carestack.operator.status.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What became of all children in one pass.
 *
 * @param written number of children that were created, changed or deleted
 * @param waiting what has to go first, in words
 * @param refused what the API server did not accept
 * @param failure the first failure that another try may mend
 */
record Execution(int written, Optional<String> waiting, List<Problem> refused, Optional<Throwable> failure) {

    static Execution nothing() {
        return new Execution(0, Optional.empty(), List.of(), Optional.empty());
    }

    static Execution of(List<Result> results) {
        return new Execution(
                (int) results.stream()
                        .filter(result -> result instanceof Result.Done done && done.written())
                        .count(),
                results.stream()
                        .filter(Result.Waiting.class::isInstance)
                        .map(result -> ((Result.Waiting) result).reason())
                        .findFirst(),
                results.stream()
                        .filter(Result.Refused.class::isInstance)
                        .map(result -> ((Result.Refused) result).problem())
                        .toList(),
                results.stream()
                        .filter(Result.Failed.class::isInstance)
                        .map(result -> ((Result.Failed) result).cause())
                        .findFirst());
    }

    /** What is still being done, in words. */
    Optional<String> unfinished() {
        return waiting.or(() -> failure.map(cause -> "a write failed and is tried again: " + cause.getMessage()));
    }
}
