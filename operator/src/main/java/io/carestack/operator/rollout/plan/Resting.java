package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.RolloutStep.Rest;
import io.carestack.operator.rollout.plan.RolloutStep.Scale;
import io.carestack.operator.rollout.plan.RolloutStep.Wait;
import java.util.Optional;

/** Nothing is under way: what serves is kept right, and the next target is looked for. */
final class Resting {
    private Resting() {}

    static RolloutStep next(Situation now) {
        Optional<RolloutStep> repair = now.holds(Rule.STABLE_REPAIRED) ? repair(now) : Optional.empty();
        return repair.or(() -> Orders.start(now)).orElseGet(Rest::new);
    }

    private static Optional<RolloutStep> repair(Situation now) {
        Color old = now.old();
        for (ComponentSeen component : now.seen().components()) {
            if (!component.runs(old)) {
                continue;
            }
            if (component.replicas(old) == 0) {
                return Optional.of(new Scale(
                        component.name(),
                        old,
                        component.full(old, 0),
                        component.deployment(old).orElseThrow().version()));
            }
            if (component.reaches(now.fresh())) {
                return Optional.of(
                        component.ready(old) > 0
                                ? Pointing.at(now, component, old)
                                : new Wait(
                                        "Stable", component.name() + " waits for the stable colour", Optional.empty()));
            }
        }
        return Autoscalers.next(now, old, Freeze.NONE)
                .or(() -> Pointing.unwritten(now))
                .or(() -> now.mayShrink(now.fresh()) ? Aborting.idle(now) : Optional.empty());
    }
}
