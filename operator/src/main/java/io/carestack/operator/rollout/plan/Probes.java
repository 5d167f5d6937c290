package io.carestack.operator.rollout.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * What the judge of health remembers from one probe to the next; the planner keeps it in the status and never looks inside.
 *
 * @param done probes so far in this phase
 * @param good good ones in a row
 * @param next when the next one is due; events before that count nothing
 * @param trouble what was wrong at the last probe, empty when nothing was
 * @param since when that was first seen
 */
public record Probes(int done, int good, Optional<Instant> next, String trouble, Optional<Instant> since) {
    /** Nothing was probed yet. */
    public static final Probes NONE = new Probes(0, 0, Optional.empty(), "", Optional.empty());
}
