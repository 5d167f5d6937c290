package io.carestack.operator.rollout.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * What the metric gate remembers from one sample to the next; the planner keeps it in the status and never looks inside.
 *
 * @param done samples so far
 * @param good conclusive good ones so far
 * @param bad bad ones in a row
 * @param unreachable unanswered ones in a row
 * @param next when the next one is due
 */
public record Samples(int done, int good, int bad, int unreachable, Optional<Instant> next) {
    /** Nothing was measured yet. */
    public static final Samples NONE = new Samples(0, 0, 0, 0, Optional.empty());
}
