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
        if (memory.phase() == Phase.Switching && now.holds(Rule.HOLD_UNFREEZES)) {
            Optional<RolloutStep> release = Autoscalers.next(now, now.old(), Freeze.NONE);
            if (release.isPresent()) {
                return release;
            }
        }
        String reason = closed.get().reason();
        return Optional.of(
                memory.heldSince().isEmpty()
                        ? new Remember(memory.held(now.now()), reason)
                        : new Wait("Held", reason, closed.get().opens()));
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
