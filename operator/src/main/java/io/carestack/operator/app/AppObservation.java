package io.carestack.operator.app;

import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The application as last seen.
 *
 * @param components by name, in the order of the spec
 */
public record AppObservation(Map<String, ComponentObservation> components) {

    /** What the children say about every component of the spec. */
    public static AppObservation of(EffectiveStack stack, Children children) {
        Map<String, Color> live = LiveColors.of(stack, children);
        Map<String, ComponentObservation> components = new LinkedHashMap<>();
        for (EffectiveComponent component : stack.components()) {
            components.put(component.name(), observe(stack, component, live, children));
        }
        return new AppObservation(components);
    }

    private static ComponentObservation observe(
            EffectiveStack stack, EffectiveComponent component, Map<String, Color> live, Children children) {
        Names names = new Names(stack.name());
        return new ComponentObservation(
                live.getOrDefault(component.name(), Color.BLUE),
                children.find(Deployment.class, names.deployment(component.name(), Color.BLUE)),
                children.find(Deployment.class, names.deployment(component.name(), Color.GREEN)),
                children.find(Service.class, names.component(component.name())),
                children.find(HorizontalPodAutoscaler.class, names.component(component.name())),
                children.all(Pod.class, Labels.COMPONENT, component.name()).stream()
                        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                        .toList());
    }

    /** The component of this name. */
    public ComponentObservation component(String name) {
        return Objects.requireNonNull(components.get(name), name);
    }
}
