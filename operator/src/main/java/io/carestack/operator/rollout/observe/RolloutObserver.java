package io.carestack.operator.rollout.observe;

import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Names;
import io.carestack.operator.rollout.gate.ColorDemand;
import io.carestack.operator.rollout.gate.MaintenanceCalendar;
import io.carestack.operator.rollout.health.HealthJudge;
import io.carestack.operator.rollout.memory.RolloutMarks;
import io.carestack.operator.rollout.plan.ComponentSeen;
import io.carestack.operator.rollout.plan.Gate;
import io.carestack.operator.rollout.plan.Gates;
import io.carestack.operator.rollout.plan.Marks;
import io.carestack.operator.rollout.plan.Metrics;
import io.carestack.operator.rollout.plan.Outcome;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.RolloutObservation;
import io.carestack.operator.rollout.plan.Target;
import io.carestack.operator.rollout.plan.Wanted;
import io.carestack.operator.rollout.release.Release;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts together what the next step of a release is decided on. */
public final class RolloutObserver {
    private RolloutObserver() {}

    /** What is seen at this moment. */
    public static RolloutObservation observe(
            RolloutContext context, RolloutObjects objects, RolloutMemory memory, OutsideAnswers answers, Instant now) {
        EffectiveStack stack = context.stack();
        Wanted wanted = WantedRelease.of(context, memory);
        Optional<Marks> marks =
                RolloutMarks.of(Stream.<HasMetadata>concat(objects.services().stream(), objects.deployments().stream())
                        .toList());
        Optional<Revision> stable = memory.stable().or(() -> marks.map(Marks::stable));
        Optional<Target> target = memory.stable().isPresent() ? memory.target() : marks.flatMap(Marks::target);
        Color old = stable.map(Revision::color).orElse(Color.BLUE);
        List<ComponentSeen> components = components(context, objects, wanted, stable, target);
        TaskSight tasks = new TaskSight(stack, objects, answers.requests());
        return new RolloutObservation(
                wanted,
                new Gates(
                        new MaintenanceCalendar(stack.rollout())
                                .at(now, memory.target().map(Target::id).orElse("")),
                        context.database(),
                        answers.quota()),
                new ColorHealth(
                                new Names(stack.name()),
                                objects,
                                new HealthJudge(stack.rollout().verification()),
                                wanted,
                                now)
                        .of(components, old.other(), memory),
                answers.metrics(),
                memory.target().map(tasks::outcomes).orElse(Map.of()),
                memory.target().filter(tasks::anyOf).isPresent(),
                tasks.anyButOf(memory.target()),
                context.releases().hashes(),
                marks,
                Routes.followed(stack, memory, objects.routes()),
                components);
    }

    /** What the second colour will take: pods of the target, as many as serve now. */
    public static ColorDemand demand(EffectiveStack stack, RolloutObjects objects, Color fresh) {
        Names names = new Names(stack.name());
        ColorDemand demand = ColorDemand.NOTHING;
        for (EffectiveComponent component : stack.components()) {
            int there = size(objects, names.deployment(component.name(), fresh));
            int serving = size(objects, names.deployment(component.name(), fresh.other()));
            int wanted = component.autoscaling().isPresent()
                    ? Math.max(component.minReplicas(), serving)
                    : component.minReplicas();
            demand = demand.plus(component, wanted - there);
        }
        return demand;
    }

    /** Callees first: the spec lists what is called from outside before what that calls. */
    private static List<ComponentSeen> components(
            RolloutContext context,
            RolloutObjects objects,
            Wanted wanted,
            Optional<Revision> stable,
            Optional<Target> target) {
        Color old = stable.map(Revision::color).orElse(Color.BLUE);
        Optional<Release> serving =
                context.releases().of(stable.map(Revision::hash).orElse(wanted.hash()));
        Optional<Release> coming = target.flatMap(each -> context.releases().of(each.hash()));
        Names names = new Names(context.stack().name());
        ComponentSight sight =
                new ComponentSight(names, objects, context.releases(), design(context), wanted.hash(), old);
        List<ComponentSeen> seen = new ArrayList<>();
        for (Map.Entry<String, Optional<EffectiveComponent>> each :
                names(context.stack(), serving, coming).entrySet()) {
            String name = each.getKey();
            Set<Color> colors = EnumSet.noneOf(Color.class);
            if (has(serving, name, objects, names.deployment(name, old))) {
                colors.add(old);
            }
            if (target.isPresent() && has(coming, name, objects, names.deployment(name, old.other()))) {
                colors.add(old.other());
            }
            boolean hasService = Stream.of(serving, coming)
                    .flatMap(Optional::stream)
                    .flatMap(release -> release.part(name).stream())
                    .anyMatch(Release.Part::hasService);
            seen.add(sight.of(name, each.getValue(), colors, hasService));
        }
        return seen;
    }

    /** A release that is not kept any more has what runs. */
    private static boolean has(Optional<Release> release, String component, RolloutObjects objects, String deployment) {
        return release.map(kept -> kept.part(component).isPresent())
                .orElseGet(() -> objects.deployment(deployment).isPresent());
    }

    /** How Deployments of this stack look. */
    public static ReleasedDeployment design(RolloutContext context) {
        Names names = new Names(context.stack().name());
        Set<String> connections = context.stack().redis().stream()
                .map(redis -> names.redisConnection(redis.name()))
                .collect(Collectors.toCollection(TreeSet::new));
        connections.add(names.postgresConnection());
        return new ReleasedDeployment(context.stack().owner(), connections, context.references());
    }

    private static Map<String, Optional<EffectiveComponent>> names(
            EffectiveStack stack, Optional<Release> serving, Optional<Release> coming) {
        Set<String> released = Stream.of(serving, coming)
                .flatMap(Optional::stream)
                .flatMap(release -> release.parts().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (serving.isEmpty()) {
            stack.components().forEach(component -> released.add(component.name()));
        }
        List<EffectiveComponent> calleesFirst = new ArrayList<>(stack.components());
        Collections.reverse(calleesFirst);
        Map<String, Optional<EffectiveComponent>> names = new LinkedHashMap<>();
        calleesFirst.stream()
                .filter(component -> released.contains(component.name()))
                .forEach(component -> names.put(component.name(), Optional.of(component)));
        released.forEach(name -> names.putIfAbsent(name, Optional.empty()));
        return names;
    }

    private static int size(RolloutObjects objects, String deployment) {
        return objects.deployment(deployment)
                .map(found -> found.getSpec().getReplicas())
                .orElse(0);
    }

    /**
     * What others were asked.
     *
     * @param requests how the smoke tests over HTTP stand; empty when there are none
     */
    public record OutsideAnswers(Gate quota, Metrics metrics, Optional<Outcome> requests) {
        /** Nobody was asked. */
        public static final OutsideAnswers NONE = new OutsideAnswers(Gate.OPEN, Metrics.NONE, Optional.empty());
    }
}
