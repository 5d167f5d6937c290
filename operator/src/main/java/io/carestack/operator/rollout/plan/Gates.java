package io.carestack.operator.rollout.plan;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a rollout waits for.
 *
 * @param window closed in a freeze and outside of maintenance windows
 * @param database closed while the database is not ready or fails over
 * @param quota closed while the namespace has no room for the second colour; asked before anything is built
 */
public record Gates(Gate window, Gate database, Gate quota) {
    /** Nothing is waited for. */
    public static final Gates OPEN = new Gates(Gate.OPEN, Gate.OPEN, Gate.OPEN);

    /** The gate that lets nothing begin. */
    Optional<Gate> beforeBeginning() {
        return Stream.of(window, database, quota).filter(gate -> !gate.open()).findFirst();
    }

    /** The gate that holds what has begun, until the first Service is switched. */
    Optional<Gate> beforeSwitching() {
        return Stream.of(window, database).filter(gate -> !gate.open()).findFirst();
    }
}
