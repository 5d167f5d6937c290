package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.RolloutStep.Fence;
import io.carestack.operator.rollout.plan.RolloutStep.Recreate;
import io.carestack.operator.rollout.plan.RolloutStep.Select;
import io.carestack.operator.rollout.plan.RolloutStep.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Pointing a Service at a colour: first a fence on its Deployment, then the one write of the selector. */
final class Pointing {
    private Pointing() {}

    static RolloutStep at(Situation now, ComponentSeen component, Color color) {
        long epoch = now.memory().epoch();
        return fence(now, component, color)
                .orElseGet(() -> component
                        .service()
                        .map(service -> select(now, component, service, color))
                        .orElseGet(() -> new Recreate(component.name(), color, epoch)));
    }

    /** With an overlap the way leads over both colours, and stays there until whoever follows the Service has the coming one as well. */
    private static RolloutStep select(Situation now, ComponentSeen component, ServiceSeen service, Color color) {
        boolean answers = component.ready(color.other()) > 0;
        boolean widens = service.both().isEmpty() && service.color() != color && answers;
        Duration overlap = now.wanted().traffic().overlap();
        if (widens && now.wanted().traffic().overlaps()) {
            return select(now, component, service, color, Optional.of(now.now().plus(overlap)));
        }
        boolean comes = service.color() == color && answers && now.holds(Rule.OVERLAP_SETTLES);
        return service.both()
                .filter(until -> comes && now.now().isBefore(until))
                .<RolloutStep>map(until -> new Wait(
                        now.memory().phase().name(),
                        component.name() + " has both colours behind its Service",
                        Optional.of(until)))
                .orElseGet(() -> select(now, component, service, color, Optional.empty()));
    }

    private static Select select(
            Situation now, ComponentSeen component, ServiceSeen service, Color color, Optional<Instant> both) {
        return new Select(component.name(), color, both, now.memory().epoch(), service.version());
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
                return Optional.of(select(
                        now,
                        component,
                        service.get(),
                        service.get().color(),
                        service.get().both()));
            }
        }
        return Optional.empty();
    }
}
