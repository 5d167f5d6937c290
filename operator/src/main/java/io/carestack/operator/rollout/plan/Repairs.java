package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.RolloutStep.Apply;
import io.carestack.operator.rollout.plan.RolloutStep.Scale;
import java.util.Optional;

/** What hands took away or changed, put right in every phase before anything else. */
final class Repairs {
    private Repairs() {}

    static Optional<RolloutStep> next(Situation now) {
        for (ComponentSeen component : now.seen().components()) {
            if (component.hasService() && component.service().isEmpty() && serves(now, component)) {
                return Optional.of(service(now, component));
            }
        }
        for (ComponentSeen component : now.seen().components()) {
            Optional<RolloutStep> step = deployments(now, component);
            if (step.isPresent()) {
                return step;
            }
        }
        return Optional.empty();
    }

    /** What only the target has gets its Service with the switch. */
    private static boolean serves(Situation now, ComponentSeen component) {
        return component.runs(now.old()) || component.runs(now.fresh()) && switched(now);
    }

    private static boolean switched(Situation now) {
        return switch (now.memory().phase()) {
            case Monitoring, Retiring, Degraded -> true;
            case Stable,
                    Pending,
                    Migrating,
                    Building,
                    Verifying,
                    SmokeTesting,
                    AwaitingApproval,
                    Switching,
                    Aborting,
                    RollingBack -> false;
        };
    }

    private static RolloutStep service(Situation now, ComponentSeen component) {
        if (!component.runs(now.old())) {
            return Pointing.at(now, component, now.fresh());
        }
        Color color = now.holds(Rule.SERVICE_WHERE_PODS_ARE) && component.runs(now.fresh())
                ? best(now, component)
                : now.old();
        if (component.replicas(color) > 0 || !now.holds(Rule.SERVICE_WHERE_PODS_ARE)) {
            return Pointing.at(now, component, color);
        }
        return component
                .deployment(now.old())
                .<RolloutStep>map(found -> new Scale(
                        component.name(),
                        now.old(),
                        component.full(now.old(), now.memory().size(component.name())),
                        found.version()))
                .orElseGet(() -> apply(now, component, now.old(), now.stable().hash()));
    }

    /** Where the release stands, unless that has nothing ready; nothing that was not switched to before serves for it. */
    private static Color best(Situation now, ComponentSeen component) {
        Color rightful = switch (now.memory().phase()) {
            case Monitoring, Retiring, Degraded -> now.fresh();
            case Switching, RollingBack ->
                now.seen().components().stream()
                        .flatMap(each -> each.service().stream())
                        .map(ServiceSeen::color)
                        .findFirst()
                        .orElse(now.old());
            case Stable, Pending, Migrating, Building, Verifying, SmokeTesting, AwaitingApproval, Aborting -> now.old();
        };
        Color other = rightful.other();
        boolean mayServe = !now.memory().phase().prepares() && now.memory().phase() != Phase.Stable;
        if (mayServe && component.ready(rightful) == 0 && component.ready(other) > 0) {
            return other;
        }
        return mayServe && component.replicas(rightful) == 0 && component.replicas(other) > 0 ? other : rightful;
    }

    private static Optional<RolloutStep> deployments(Situation now, ComponentSeen component) {
        Phase phase = now.memory().phase();
        Optional<DeploymentSeen> old = component.deployment(now.old());
        boolean back = phase != Phase.Retiring
                && component.runs(now.old())
                && old.filter(found -> found.runs(now.stable().hash())).isEmpty();
        if (back) {
            return Optional.of(apply(now, component, now.old(), now.stable().hash()));
        }
        Color serving = serving(now, component);
        if (!component.runs(serving) || !component.runs(now.old()) && !switched(now)) {
            return Optional.empty();
        }
        if (serving == now.fresh() && now.memory().target().isPresent()) {
            Optional<DeploymentSeen> found = component.deployment(serving);
            if (found.isEmpty()
                    || switched(now) && !found.get().runs(now.target().hash())) {
                return Optional.of(apply(now, component, serving, now.target().hash()));
            }
        }
        boolean goes = now.memory().target().isPresent() && !component.runs(now.fresh());
        return goes ? Optional.empty() : sized(now, component, serving);
    }

    private static Color serving(Situation now, ComponentSeen component) {
        Phase phase = now.memory().phase();
        boolean on = !component.runs(now.old()) || phase == Phase.Monitoring || phase == Phase.Retiring;
        return component.service().map(ServiceSeen::color).orElse(on ? now.fresh() : now.old());
    }

    /** Without an autoscaler, the spec's size is that of what serves, whatever the phase; an autoscaler leaves alone what has no pods. */
    private static Optional<RolloutStep> sized(Situation now, ComponentSeen component, Color serving) {
        int size = Math.max(1, component.minimum());
        if (component.autoscaled() && component.deployment(serving).isPresent() && component.replicas(serving) == 0) {
            return component
                    .deployment(serving)
                    .map(found -> new Scale(
                            component.name(),
                            serving,
                            component.full(serving, now.memory().size(component.name())),
                            found.version()));
        }
        return component.autoscaled() || component.autoscaler().isPresent()
                ? Optional.empty()
                : component
                        .deployment(serving)
                        .filter(found -> found.replicas() != size)
                        .map(found -> new Scale(component.name(), serving, size, found.version()));
    }

    static RolloutStep apply(Situation now, ComponentSeen component, Color color, String hash) {
        int size = component.replicas(color) > 0
                ? component.replicas(color)
                : component.full(color, now.memory().size(component.name()));
        return new Apply(
                component.name(), color, hash, size, component.deployment(color).map(DeploymentSeen::version));
    }
}
