package io.carestack.operator.rollout.plan;

import java.util.Optional;

/**
 * What people ask for in {@code spec.rollout}: values of the form {@code <hash>#<attempt>}, which stay there after they were acted on.
 *
 * @param rollbackTo hash of a revision of the history; what follows a {@code #} only tells one request from the next
 */
public record Commands(
        Optional<String> approve, Optional<String> abort, Optional<String> rollbackTo, Optional<String> retry) {
    /** Nothing is asked for. */
    public static final Commands NONE =
            new Commands(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The revision that shall serve again. */
    Optional<String> rollbackHash() {
        return rollbackTo.map(value -> value.contains("#") ? value.substring(0, value.indexOf('#')) : value);
    }
}
