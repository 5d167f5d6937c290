package io.carestack.operator.rollout.observe;

import io.carestack.operator.app.AutoscalerDesign.Hold;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.ColorSelector;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.rollout.memory.RolloutMarks;
import io.carestack.operator.rollout.plan.AutoscalerSeen;
import io.carestack.operator.rollout.plan.ComponentSeen;
import io.carestack.operator.rollout.plan.DeploymentSeen;
import io.carestack.operator.rollout.plan.Freeze;
import io.carestack.operator.rollout.plan.ServiceSeen;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One component of a release, put together from its objects.
 *
 * @param wanted hash of what the spec describes
 * @param stable colour that a Service without any is taken to select
 */
record ComponentSight(
        Names names,
        RolloutObjects objects,
        Releases releases,
        ReleasedDeployment design,
        String wanted,
        Color stable) {

    /** @param spec what the spec says of it; empty when only a release has it */
    ComponentSeen of(String name, Optional<EffectiveComponent> spec, Set<Color> colors, boolean hasService) {
        Optional<DeploymentSeen> blue = deployment(name, Color.BLUE);
        Optional<DeploymentSeen> green = deployment(name, Color.GREEN);
        int size = Math.max(
                blue.map(DeploymentSeen::replicas).orElse(0),
                green.map(DeploymentSeen::replicas).orElse(0));
        return new ComponentSeen(
                name,
                hasService,
                colors,
                spec.map(EffectiveComponent::minReplicas).orElse(size),
                spec.flatMap(EffectiveComponent::autoscaling).isPresent(),
                objects.service(names.component(name)).map(this::service),
                objects.autoscaler(names.component(name)).map(found -> autoscaler(name, found)),
                blue,
                green,
                routed(name));
    }

    private Optional<DeploymentSeen> deployment(String component, Color color) {
        return objects.deployment(names.deployment(component, color))
                .filter(found -> found.getMetadata().getDeletionTimestamp() == null)
                .map(found -> seen(component, color, found));
    }

    private DeploymentSeen seen(String component, Color color, Deployment found) {
        // one from before there were releases is taken over as it is
        String revision = Optional.of(label(found, Labels.REVISION))
                .filter(hash -> !hash.isEmpty())
                .orElse(wanted);
        boolean drifted = releases.of(revision)
                .flatMap(release -> release.part(component))
                .map(part -> design.isDrifted(component, color, revision, part, found))
                .orElse(false);
        int replicas = Objects.requireNonNullElse(found.getSpec().getReplicas(), 1);
        return new DeploymentSeen(
                revision,
                drifted,
                replicas,
                Math.min(replicas, color == stable ? serving(found) : ready(found)),
                RolloutMarks.epoch(found),
                found.getMetadata().getResourceVersion());
    }

    /** What serves counts as it is, also while its pods are replaced one by one. */
    private static int serving(Deployment found) {
        return found.getStatus() == null ? 0 : number(found.getStatus().getReadyReplicas());
    }

    /** Ready pods of the newest template; while old ones are still there, only as many as cannot be old. */
    private static int ready(Deployment found) {
        DeploymentStatus status = found.getStatus();
        if (status == null || !Objects.equals(found.getMetadata().getGeneration(), status.getObservedGeneration())) {
            return 0;
        }
        int old = number(status.getReplicas()) - number(status.getUpdatedReplicas());
        return Math.max(0, number(status.getReadyReplicas()) - Math.max(0, old));
    }

    private ServiceSeen service(Service found) {
        ColorSelector selector = ColorSelector.of(found).orElseGet(() -> ColorSelector.only(stable));
        return new ServiceSeen(
                selector.color(),
                selector.both(),
                RolloutMarks.epoch(found),
                found.getMetadata().getResourceVersion());
    }

    private AutoscalerSeen autoscaler(String component, HorizontalPodAutoscaler found) {
        Hold hold = Hold.of(found);
        return new AutoscalerSeen(
                names.deployment(component, Color.GREEN)
                                .equals(found.getSpec().getScaleTargetRef().getName())
                        ? Color.GREEN
                        : Color.BLUE,
                hold.up() ? Freeze.BOTH : hold.down() ? Freeze.DOWN : Freeze.NONE,
                found.getMetadata().getResourceVersion());
    }

    /** Pods are known by the names that their Deployments give them. */
    private Set<Color> routed(String component) {
        Set<Color> routed = EnumSet.noneOf(Color.class);
        for (EndpointSlice slice : objects.slices()) {
            if (!names.component(component).equals(label(slice, "kubernetes.io/service-name"))) {
                continue;
            }
            // a slice without any endpoint has null there
            Stream.ofNullable(slice.getEndpoints())
                    .flatMap(List::stream)
                    .filter(endpoint -> endpoint.getTargetRef() != null)
                    .map(endpoint ->
                            Objects.requireNonNullElse(endpoint.getTargetRef().getName(), ""))
                    .forEach(pod -> {
                        for (Color color : Color.values()) {
                            if (pod.startsWith(names.deployment(component, color) + "-")) {
                                routed.add(color);
                            }
                        }
                    });
        }
        return routed;
    }

    private static String label(HasMetadata object, String name) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(name, "");
    }

    private static int number(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
