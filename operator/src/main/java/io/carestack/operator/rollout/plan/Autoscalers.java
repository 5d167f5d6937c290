package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.RolloutStep.Autoscale;
import java.util.Optional;

/** Which colour autoscalers scale and whether they may, put right in every pass of every phase. */
final class Autoscalers {
    private Autoscalers() {}

    /** The first autoscaler that is not so; empty when all are. */
    static Optional<RolloutStep> next(Situation now, Color target, Freeze freeze) {
        for (ComponentSeen component : now.seen().components()) {
            Optional<RolloutStep> step = component.runs(target)
                    ? one(now, component, target, freeze)
                    : one(now, component, target.other(), Freeze.NONE);
            if (step.isPresent()) {
                return step;
            }
        }
        return Optional.empty();
    }

    static Optional<RolloutStep> one(Situation now, ComponentSeen component, Color target, Freeze freeze) {
        return component.autoscaler().flatMap(seen -> {
            Freeze wanted = freeze == Freeze.NONE && !now.holds(Rule.UNFREEZES)
                    ? seen.freeze()
                    : freeze == Freeze.BOTH && !now.holds(Rule.FREEZES_UPWARDS) ? Freeze.DOWN : freeze;
            return seen.target() == target && seen.freeze() == wanted
                    ? Optional.empty()
                    : Optional.of(new Autoscale(component.name(), target, wanted, seen.version()));
        });
    }
}
