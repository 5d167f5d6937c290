package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import java.util.Optional;
import java.util.Set;

/**
 * One component, read live.
 *
 * @param hasService false for a worker, which has no traffic to switch
 * @param colors colours in which a revision has it: both, or the stable one's where the target drops it, or the target's where it is new
 * @param minimum pods that the spec asks for at least; unless it is autoscaled exactly that many
 * @param autoscaled whether the spec asks for an autoscaler, be it there or not
 * @param service empty when a Service should exist and does not
 * @param routed colours with a pod in an EndpointSlice of the live Service, whether it is going away or not
 */
public record ComponentSeen(
        String name,
        boolean hasService,
        Set<Color> colors,
        int minimum,
        boolean autoscaled,
        Optional<ServiceSeen> service,
        Optional<AutoscalerSeen> autoscaler,
        Optional<DeploymentSeen> blue,
        Optional<DeploymentSeen> green,
        Set<Color> routed) {

    public ComponentSeen {
        colors = Set.copyOf(colors);
        routed = Set.copyOf(routed);
    }

    /** Whether the revision of this colour has the component. */
    boolean runs(Color color) {
        return colors.contains(color);
    }

    /** The Deployment of a colour. */
    public Optional<DeploymentSeen> deployment(Color color) {
        return switch (color) {
            case BLUE -> blue;
            case GREEN -> green;
        };
    }

    int ready(Color color) {
        return deployment(color).map(DeploymentSeen::ready).orElse(0);
    }

    int replicas(Color color) {
        return deployment(color).map(DeploymentSeen::replicas).orElse(0);
    }

    /** The size of a colour that shall carry all the load; at least what the other one and the switch had when it is autoscaled. */
    int full(Color color, int recorded) {
        int scaled = autoscaled ? Math.max(recorded, replicas(color.other())) : 0;
        return Math.max(1, Math.max(minimum, scaled));
    }

    /** Whether its Service, if it has one, sends requests to this colour, or is on the way to it. */
    boolean selects(Color color) {
        return service.filter(seen -> seen.color() == color).isPresent();
    }

    /** Whether its Service sends requests to this colour, be it to this one alone or to both. */
    boolean reaches(Color color) {
        return service.filter(seen -> seen.color() == color || seen.both().isPresent())
                .isPresent();
    }

    /** Whether its Service sends requests to this colour alone. */
    boolean settled(Color color) {
        return selects(color) && !reaches(color.other());
    }

    /** Whether the autoscaler decides this colour's size now; it leaves 0 alone. */
    boolean autoscales(Color color) {
        return autoscaler.filter(seen -> seen.target() == color).isPresent() && replicas(color) > 0;
    }
}
