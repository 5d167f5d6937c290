package io.carestack.operator.app;

import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.ColorSelector;
import io.carestack.operator.kube.Names;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which colour is live, per component: what its Service selects.
 *
 * <p>Without a Service it is the colour with the most ready pods; then what the other Services select; then the colour that has a size; then blue.
 * A worker follows the Services first, so that it changes colour with them.
 */
final class LiveColors {
    private LiveColors() {}

    static Map<String, Color> of(EffectiveStack stack, Children children) {
        Names names = new Names(stack.name());
        Map<String, Color> selected = new LinkedHashMap<>();
        for (EffectiveComponent component : stack.components()) {
            selected(children, names.component(component.name()))
                    .ifPresent(color -> selected.put(component.name(), color));
        }
        Optional<Color> others = selected.values().stream().findFirst();
        Map<String, Color> live = new LinkedHashMap<>();
        for (EffectiveComponent component : stack.components()) {
            Color color = Optional.ofNullable(selected.get(component.name()))
                    .or(() -> component.port().isPresent()
                            ? mostReady(children, names, component.name()).or(() -> others)
                            : others)
                    .or(() -> mostReady(children, names, component.name()))
                    .or(() -> sized(children, names, component.name()))
                    .orElse(Color.BLUE);
            live.put(component.name(), color);
        }
        return live;
    }

    private static Optional<Color> selected(Children children, String service) {
        return children.find(Service.class, service).flatMap(ColorSelector::of).map(ColorSelector::color);
    }

    private static Optional<Color> mostReady(Children children, Names names, String component) {
        int blue = ready(children, names.deployment(component, Color.BLUE));
        int green = ready(children, names.deployment(component, Color.GREEN));
        return blue == green ? Optional.empty() : Optional.of(blue > green ? Color.BLUE : Color.GREEN);
    }

    private static int ready(Children children, String deployment) {
        return children.find(Deployment.class, deployment)
                .map(Deployment::getStatus)
                .map(DeploymentStatus::getReadyReplicas)
                .orElse(0);
    }

    private static Optional<Color> sized(Children children, Names names, String component) {
        return List.of(Color.BLUE, Color.GREEN).stream()
                .filter(color -> children.find(Deployment.class, names.deployment(component, color))
                        .map(deployment -> deployment.getSpec().getReplicas())
                        .filter(replicas -> replicas > 0)
                        .isPresent())
                .findFirst();
    }
}
