package io.carestack.operator.rollout.plan;

import io.carestack.operator.rollout.plan.RolloutStep.Remember;
import io.carestack.operator.rollout.plan.RolloutStep.Wait;
import java.util.Optional;

/** What makes a rollout stand still before the first Service is switched, and its clocks with it. */
final class Holds {
    private Holds() {}

    /** The step of a rollout that is held, or that goes on after it was; empty when nothing holds. */
    static Optional<RolloutStep> next(Situation now) {
        Optional<Gate> closed = closed(now);
        RolloutMemory memory = now.memory();
        if (closed.isEmpty()) {
            return memory.heldSince().map(since -> new Remember(memory.resumed(now.now(), true), "goes on"));
        }
        String reason = closed.get().reason();
        boolean switching = memory.phase() == Phase.Switching;
        if (memory.heldSince().isEmpty()) {
            RolloutMemory held = memory.held(now.now());
            return Optional.of(new Remember(switching ? held.turned() : held, reason));
        }
        // A switch that was decided before must fail from here on: what serves may change its size again.
        return (switching ? Pointing.unwritten(now) : Optional.<RolloutStep>empty())
                .or(() -> switching && now.holds(Rule.HOLD_UNFREEZES)
                        ? Autoscalers.next(now, now.old(), Freeze.NONE)
                        : Optional.empty())
                .or(() -> Optional.of(new Wait("Held", reason, closed.get().opens())));
    }

    private static Optional<Gate> closed(Situation now) {
        if (now.wanted().paused()) {
            return Optional.of(Gate.closed("paused"));
        }
        return now.memory().phase() == Phase.Pending
                ? Optional.empty()
                : now.seen().gates().beforeSwitching();
    }
}
