package io.carestack.operator.postgres.model;

import java.util.Optional;
import java.util.function.Supplier;

/** Takes what can happen next. */
interface Moves {
    /** @param violation what this breaks, besides what can be seen in the state that it leads to */
    void move(World next, Supplier<String> text, Optional<String> violation);

    default void move(World next, Supplier<String> text) {
        move(next, text, Optional.empty());
    }
}
