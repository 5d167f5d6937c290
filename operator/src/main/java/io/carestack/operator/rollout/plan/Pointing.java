package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.RolloutStep.Fence;
import io.carestack.operator.rollout.plan.RolloutStep.Recreate;
import io.carestack.operator.rollout.plan.RolloutStep.Select;
import java.util.Optional;

/** Pointing a Service at a colour: first a fence on its Deployment, then the one write of the selector. */
final class Pointing {
    private Pointing() {}

    static RolloutStep at(Situation now, ComponentSeen component, Color color) {
        long epoch = now.memory().epoch();
        return fence(now, component, color)
                .orElseGet(() -> component
                        .service()
                        .<RolloutStep>map(service -> new Select(component.name(), color, epoch, service.version()))
                        .orElseGet(() -> new Recreate(component.name(), color, epoch)));
    }

    static Optional<RolloutStep> fence(Situation now, ComponentSeen component, Color color) {
        long epoch = now.memory().epoch();
        return component
                .deployment(color)
                .filter(found -> found.epoch() != epoch && now.holds(Rule.FENCED))
                .map(found -> new Fence(component.name(), color, epoch));
    }

    /** The first Service that was not written in this epoch, which a late write could still change. */
    static Optional<RolloutStep> unwritten(Situation now) {
        for (ComponentSeen component : now.seen().components()) {
            Optional<ServiceSeen> service = component
                    .service()
                    .filter(seen -> seen.epoch() != now.memory().epoch());
            if (service.isPresent()) {
                return Optional.of(new Select(
                        component.name(),
                        service.get().color(),
                        now.memory().epoch(),
                        service.get().version()));
            }
        }
        return Optional.empty();
    }
}
