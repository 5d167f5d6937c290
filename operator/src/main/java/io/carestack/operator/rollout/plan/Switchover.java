package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.Failure.Reason;
import io.carestack.operator.rollout.plan.RolloutStep.Remember;
import io.carestack.operator.rollout.plan.RolloutStep.Scale;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Freezing, sizing and fencing for all components, then one Service after the other, then the autoscalers. */
final class Switchover {
    private static final Duration CONFIRMING = Duration.ofSeconds(60);

    private Switchover() {}

    static RolloutStep next(Situation now) {
        boolean any = now.anyFresh();
        Optional<Failure> end = Orders.end(now).or(() -> bad(now, any));
        if (end.isPresent()) {
            return any ? now.rollBack(end.get()) : now.abort(end.get());
        }
        if (!any || !now.holds(Rule.NO_DATABASE_AFTER_SWITCH)) {
            Optional<RolloutStep> held = Holds.next(now);
            if (held.isPresent()) {
                return held.get();
            }
        }
        if (now.holds(Rule.DRIFT_REBUILT) && !now.built()) {
            return any
                    ? now.rollBack(now.failure(Reason.FAILED, "the new colour was changed by hand"))
                    : Preparing.rebuild(now);
        }
        // With nothing to switch, as in a stack of workers, all is switched as soon as it is as large as the old one.
        boolean large = any || !now.memory().sizes().isEmpty();
        if (now.allFresh() && large) {
            return confirm(now);
        }
        return (any ? Optional.<RolloutStep>empty() : ready(now))
                .or(() -> now.holds(Rule.OUTSIDE_AROUND) ? Routing.forward(now) : Optional.empty())
                .orElseGet(() -> point(now));
    }

    private static Optional<Failure> bad(Situation now, boolean any) {
        boolean watched = !any || now.holds(Rule.GREENS_READ_AGAIN);
        if (watched && now.seen().health().verdict() == Health.Verdict.FAILED) {
            return Optional.of(now.failure(Reason.FAILED, now.seen().health().reason()));
        }
        return now.late() && (any || now.holds(Rule.SWITCHING_ENDS))
                ? Optional.of(now.failure(Reason.FAILED, "the switch took too long"))
                : Optional.empty();
    }

    /** What must be so before the first Service is written; empty when it is. */
    private static Optional<RolloutStep> ready(Situation now) {
        Optional<RolloutStep> freeze = Autoscalers.next(now, now.old(), Freeze.BOTH);
        if (freeze.isPresent()) {
            return freeze;
        }
        SortedMap<String, Integer> sizes = new TreeMap<>();
        for (ComponentSeen component : now.seen().components()) {
            if (!component.runs(now.fresh())) {
                continue;
            }
            int size = Math.max(1, component.replicas(now.old()));
            sizes.put(component.name(), size);
            Optional<DeploymentSeen> found = component.deployment(now.fresh());
            Optional<DeploymentSeen> small = found.filter(
                    each -> now.holds(Rule.FULL_SIZE) && each.replicas() < size && !component.autoscales(now.fresh()));
            if (small.isPresent()) {
                return Optional.of(new Scale(
                        component.name(), now.fresh(), size, small.get().version()));
            }
            if (found.filter(DeploymentSeen::full).isEmpty()) {
                return Optional.of(Preparing.waiting(now, component.name() + " grows to the size of what serves"));
            }
        }
        if (!sizes.equals(now.memory().sizes())) {
            return Optional.of(new Remember(
                    now.memory()
                            .changed()
                            .sizes(sizes)
                            .deadline(Optional.of(now.now().plus(CONFIRMING).plus(moving(now))))
                            .done(),
                    ""));
        }
        for (ComponentSeen component : now.seen().components()) {
            Optional<RolloutStep> fence =
                    component.runs(now.fresh()) ? Pointing.fence(now, component, now.fresh()) : Optional.empty();
            if (fence.isPresent()) {
                return fence;
            }
        }
        return Optional.empty();
    }

    private static RolloutStep point(Situation now) {
        for (ComponentSeen component : now.seen().components()) {
            if (component.hasService() && component.runs(now.fresh()) && !component.settled(now.fresh())) {
                boolean full = component
                        .deployment(now.fresh())
                        .filter(DeploymentSeen::full)
                        .isPresent();
                if (!now.holds(Rule.OLD_STAYS) && component.replicas(now.old()) > 0) {
                    return new Scale(
                            component.name(),
                            now.old(),
                            0,
                            component.deployment(now.old()).orElseThrow().version());
                }
                return full || !now.holds(Rule.GREENS_READ_AGAIN)
                        ? Pointing.at(now, component, now.fresh())
                        : Preparing.waiting(now, component.name() + " is not ready any more");
            }
        }
        return Preparing.waiting(now, "");
    }

    static Duration moving(Situation now) {
        return now.wanted().traffic().time(now.seen().components().size());
    }

    private static RolloutStep confirm(Situation now) {
        Color fresh = now.fresh();
        if (now.anyRouted(now.old()) || !now.seen().allReady(fresh)) {
            return Preparing.waiting(now, "the EndpointSlices are not there yet");
        }
        return Routing.home(now)
                .or(() -> Autoscalers.next(now, fresh, Freeze.DOWN))
                .orElseGet(() -> new Remember(
                        now.memory()
                                .in(
                                        Phase.Monitoring,
                                        Optional.empty(),
                                        Optional.of(now.now()
                                                .plus(now.wanted().times().monitoring()))),
                        ""));
    }
}
