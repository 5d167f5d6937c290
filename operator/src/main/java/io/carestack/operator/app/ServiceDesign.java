package io.carestack.operator.app;

import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.ColorSelector;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.Owner;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.ArrayList;
import java.util.List;

/** The Services of a component with a port: one for the colour that serves, one for the other; and where routes divide requests, one for each colour. */
public final class ServiceDesign {
    private ServiceDesign() {}

    /** The Service of the live colour of a component that the spec may not have any more, with the ports of its pods. */
    public static Service released(Owner owner, String component, Color color, PodTemplateSpec pods) {
        return service(
                owner,
                component,
                new Names(owner.name()).component(component),
                color,
                pods.getSpec().getContainers().stream()
                        .flatMap(container -> container.getPorts().stream())
                        .map(port -> port(port.getName(), port.getContainerPort()))
                        .toList());
    }

    /** The Service that clients know, for one colour or for both. */
    static Service live(EffectiveStack stack, EffectiveComponent component, ColorSelector selector) {
        Service one = service(stack, component, new Names(stack.name()).component(component.name()), selector.color());
        return selector.annotation()
                .map(overlap -> new ServiceBuilder(one)
                        .editMetadata()
                        .addToAnnotations(Labels.OVERLAP, overlap)
                        .endMetadata()
                        .editSpec()
                        .withSelector(Labels.selector(stack.name(), component.name()))
                        .endSpec()
                        .build())
                .orElse(one);
    }

    static Service preview(EffectiveStack stack, EffectiveComponent component, Color color) {
        return service(stack, component, new Names(stack.name()).preview(component.name()), color);
    }

    /** The Service of one colour, whichever is live, for routes that divide requests between both. */
    static Service colored(EffectiveStack stack, EffectiveComponent component, Color color) {
        return service(stack, component, new Names(stack.name()).colored(component.name(), color), color);
    }

    private static Service service(EffectiveStack stack, EffectiveComponent component, String name, Color color) {
        List<ServicePort> ports = new ArrayList<>();
        component.port().ifPresent(port -> ports.add(port(PodTemplateDesign.HTTP, port)));
        PodTemplateDesign.separateMetricsPort(component)
                .ifPresent(port -> ports.add(port(PodTemplateDesign.METRICS, port)));
        return service(stack.owner(), component.name(), name, color, ports);
    }

    private static Service service(Owner owner, String component, String name, Color color, List<ServicePort> ports) {
        return new ServiceBuilder()
                .withMetadata(owner.child(name, component))
                .withNewSpec()
                .withType("ClusterIP")
                .withSelector(PodTemplateDesign.selector(owner.name(), component, color))
                .withPorts(ports)
                .endSpec()
                .build();
    }

    /** The target is a name, so that pods of two releases may listen on different numbers. */
    private static ServicePort port(String name, int number) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(number)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString(name))
                .build();
    }
}
