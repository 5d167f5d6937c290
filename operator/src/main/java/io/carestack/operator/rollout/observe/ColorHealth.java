package io.carestack.operator.rollout.observe;

import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.rollout.health.ColorPods;
import io.carestack.operator.rollout.health.HealthJudge;
import io.carestack.operator.rollout.plan.ComponentSeen;
import io.carestack.operator.rollout.plan.Health;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.Wanted;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The health of the colour that is built or watched, judged as its phase asks for. */
record ColorHealth(Names names, RolloutObjects objects, HealthJudge judge, Wanted wanted, Instant now) {
    private static final Duration SWITCHING = Duration.ofSeconds(300);

    Health of(List<ComponentSeen> components, Color color, RolloutMemory memory) {
        List<ColorPods> pods = components.stream()
                .filter(component -> component.colors().contains(color))
                .map(component -> pods(component, color))
                .toList();
        return switch (memory.phase()) {
            case Stable, Pending, Migrating, Building, Aborting, RollingBack, Degraded -> Health.UNKNOWN;
            case Verifying -> judge.verify(pods, memory.probes(), now);
            case SmokeTesting ->
                watch(pods, memory, memory.deadline(), wanted.times().smoke());
            case AwaitingApproval ->
                watch(pods, memory, memory.deadline(), wanted.times().approval());
            case Switching -> watch(pods, memory, memory.deadline(), SWITCHING);
            case Monitoring -> watch(pods, memory, memory.due(), wanted.times().monitoring());
            case Retiring -> watch(pods, memory, memory.due(), wanted.times().drain());
        };
    }

    /** When the phase began follows from when it ends; a hold moves both. */
    private Health watch(List<ColorPods> pods, RolloutMemory memory, Optional<Instant> end, Duration length) {
        return judge.watch(
                pods, memory.probes(), now, end.map(each -> each.minus(length)).orElse(now));
    }

    private ColorPods pods(ComponentSeen component, Color color) {
        String name = names.deployment(component.name(), color);
        Optional<Deployment> deployment = objects.deployment(name);
        return ColorPods.newest(
                component.name(),
                color,
                component.deployment(color).map(found -> found.replicas()).orElse(0),
                deployment,
                objects.replicaSets().stream().filter(set -> isOf(name, set)).toList(),
                objects.pods().stream()
                        .filter(pod -> isOf(component.name(), color, pod))
                        .toList());
    }

    private static boolean isOf(String deployment, ReplicaSet set) {
        return set.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> "Deployment".equals(owner.getKind()) && deployment.equals(owner.getName()));
    }

    private static boolean isOf(String component, Color color, Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels != null
                && component.equals(labels.get(Labels.COMPONENT))
                && color.label().equals(labels.get(Labels.COLOR));
    }
}
