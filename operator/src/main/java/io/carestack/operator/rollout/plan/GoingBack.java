package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.RolloutStep.Remember;
import io.carestack.operator.rollout.plan.RolloutStep.Scale;
import io.carestack.operator.rollout.plan.RolloutStep.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The way back after a Service was switched: serve first, then the old colour everywhere, then let the new one go. */
final class GoingBack {
    private static final Duration SETTLING = Duration.ofSeconds(30);

    private GoingBack() {}

    static RolloutStep next(Situation now) {
        boolean home = now.allOld() && now.seen().allReady(now.old());
        if (now.memory().draining() && !home) {
            return new Remember(now.goingBack(now.memory()), "the old colour is not ready everywhere any more");
        }
        if (now.aside(now.old()) && (!now.seen().allReady(now.old()) || now.allOld())) {
            return Routing.home(now).orElseThrow();
        }
        boolean allowed = now.holds(Rule.ROLLBACK_WITHOUT_NEW) || now.seen().allReady(now.fresh());
        if (!allowed && now.anyFresh()) {
            return waiting(now, "the new colour is not ready");
        }
        return frozen(now)
                .or(() -> grown(now))
                .or(() -> served(now))
                .or(() -> back(now))
                .or(() -> now.late() && !now.seen().allReady(now.old()) && now.holds(Rule.DEGRADES)
                        ? Optional.of(degrade(now))
                        : Optional.empty())
                .orElseGet(() -> now.allOld() ? drain(now) : waiting(now, "the old colour is not ready yet"));
    }

    /** While a Service is on the new colour, the autoscaler holds that one, and the size of the old one is the operator's. */
    private static Optional<RolloutStep> frozen(Situation now) {
        Color fresh = now.fresh();
        for (ComponentSeen component : now.seen().components()) {
            boolean freezes = now.holds(Rule.ROLLBACK_FREEZES)
                    && component.runs(now.old())
                    && component.reaches(fresh)
                    && component.ready(fresh) > 0;
            Optional<RolloutStep> step =
                    freezes ? Autoscalers.one(now, component, fresh, Freeze.BOTH) : Optional.empty();
            if (step.isPresent()) {
                return step;
            }
        }
        return Optional.empty();
    }

    /** The old colour in the size of the new one, wherever its size is the operator's. */
    private static Optional<RolloutStep> grown(Situation now) {
        for (ComponentSeen component : now.seen().components()) {
            Color old = now.old();
            int size = component.full(old, now.memory().size(component.name()));
            boolean away = !component.settled(old)
                    || component
                            .autoscaler()
                            .filter(seen -> seen.target() != old)
                            .isPresent();
            if (component.runs(old) && away && component.replicas(old) < size && !component.autoscales(old)) {
                return Optional.of(new Scale(
                        component.name(),
                        old,
                        size,
                        component.deployment(old).orElseThrow().version()));
            }
        }
        return Optional.empty();
    }

    /** A Service that points at nothing points at what is ready. */
    private static Optional<RolloutStep> served(Situation now) {
        if (!now.holds(Rule.SERVES_FIRST)) {
            return Optional.empty();
        }
        for (ComponentSeen component : now.seen().components()) {
            if (component.selects(now.fresh()) && component.ready(now.fresh()) == 0 && component.ready(now.old()) > 0) {
                return Optional.of(Pointing.at(now, component, now.old()));
            }
            if (component.selects(now.old()) && component.ready(now.old()) == 0 && component.ready(now.fresh()) > 0) {
                return Optional.of(Pointing.at(now, component, now.fresh()));
            }
        }
        return Optional.empty();
    }

    private static Optional<RolloutStep> back(Situation now) {
        List<ComponentSeen> callersFirst = now.seen().components().reversed();
        if (!now.seen().allReady(now.old())) {
            return Optional.empty();
        }
        Optional<RolloutStep> around =
                now.holds(Rule.OUTSIDE_AROUND) && callersFirst.stream().allMatch(each -> large(now, each))
                        ? Routing.back(now)
                        : Optional.empty();
        if (around.isPresent()) {
            return around;
        }
        for (ComponentSeen component : callersFirst) {
            if (component.runs(now.old()) && component.reaches(now.fresh()) && large(now, component)) {
                return Optional.of(Pointing.at(now, component, now.old()));
            }
        }
        return Optional.empty();
    }

    private static boolean large(Situation now, ComponentSeen component) {
        return !component.runs(now.old())
                || component.deployment(now.old()).filter(DeploymentSeen::full).isPresent()
                || !now.holds(Rule.ROLLBACK_IN_SIZE)
                || now.due();
    }

    /** Nobody waits for ever for a colour that does not come back while the other one could serve. */
    private static RolloutStep degrade(Situation now) {
        Color fresh = now.fresh();
        for (ComponentSeen component : now.seen().components()) {
            Optional<DeploymentSeen> found = component.deployment(fresh);
            if (component.runs(fresh)
                    && found.filter(each -> each.replicas() == 0).isPresent()) {
                return new Scale(
                        component.name(),
                        fresh,
                        component.full(fresh, now.memory().size(component.name())),
                        found.get().version());
            }
        }
        if (now.seen().allReady(fresh)) {
            for (ComponentSeen component : now.seen().components()) {
                if (component.runs(fresh) && component.reaches(now.old())) {
                    return Pointing.at(now, component, fresh);
                }
            }
        }
        return new Remember(
                now.memory().in(Phase.Degraded, Optional.empty(), Optional.empty()),
                "the old colour does not become ready");
    }

    private static RolloutStep drain(Situation now) {
        if (now.anyRouted(now.fresh())) {
            return waiting(now, "the EndpointSlices still hold pods of the new colour");
        }
        Optional<RolloutStep> release =
                Autoscalers.next(now, now.old(), Freeze.NONE).or(() -> Routing.home(now));
        if (release.isPresent()) {
            return release.get();
        }
        if (!now.memory().draining() && now.holds(Rule.DIRECTION_REMEMBERED)) {
            return now.holds(Rule.SHRINK_NEEDS_OTHER) && !now.seen().allReady(now.old())
                    ? waiting(now, "the old colour is not ready everywhere")
                    : new Remember(
                            now.memory()
                                    .changed()
                                    .draining(true)
                                    .due(Optional.of(now.now().plus(SETTLING)))
                                    .done()
                                    .turned(),
                            "");
        }
        Optional<RolloutStep> fence =
                now.holds(Rule.ROLLBACK_WRITES_SERVICES) ? Pointing.unwritten(now) : Optional.empty();
        if (fence.isPresent()) {
            return fence.get();
        }
        Optional<RolloutStep> idle = Aborting.idle(now);
        if (idle.isEmpty()) {
            return Aborting.end(now);
        }
        if (!now.due()) {
            return waiting(now, "kept for a look at its logs");
        }
        return now.mayShrink(now.fresh()) ? idle.get() : waiting(now, "the old colour is not ready everywhere");
    }

    /** The new colour serves although it failed; the old one is waited for, or a person accepts the new one. */
    static RolloutStep degraded(Situation now) {
        if (now.seen().allReady(now.old())) {
            return new Remember(now.goingBack(now.memory()), "the old colour is ready again");
        }
        Optional<RolloutStep> served = served(now);
        if (served.isPresent()) {
            return served.get();
        }
        for (ComponentSeen component : now.seen().components()) {
            Color serving = component.service().map(ServiceSeen::color).orElse(now.fresh());
            Optional<RolloutStep> step = Autoscalers.one(now, component, serving, Freeze.NONE);
            if (step.isPresent()) {
                return step.get();
            }
        }
        if (Orders.accepted(now) && now.allFresh() && now.seen().allReady(now.fresh())) {
            RolloutMemory next = now.memory()
                    .changed()
                    .ending(Optional.empty())
                    .seen(now.wanted().commands())
                    .done();
            return new Remember(
                    next.in(
                                    Phase.Monitoring,
                                    Optional.empty(),
                                    Optional.of(
                                            now.now().plus(now.wanted().times().monitoring())))
                            .turned(),
                    "accepted by command");
        }
        return waiting(now, "the old colour is not ready; the new one serves");
    }

    private static Wait waiting(Situation now, String message) {
        Optional<Instant> until =
                now.due() ? now.memory().deadline() : now.memory().due();
        return new Wait(now.memory().phase().name(), message, until);
    }
}
