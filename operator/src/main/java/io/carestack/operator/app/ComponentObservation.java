package io.carestack.operator.app;

import io.carestack.operator.kube.Color;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.Optional;

/**
 * One component as last seen.
 *
 * @param live colour that its Service selects, or should select
 * @param service that selects the live colour
 * @param pods pods of both colours that are not going away
 */
public record ComponentObservation(
        Color live,
        Optional<Deployment> blue,
        Optional<Deployment> green,
        Optional<Service> service,
        Optional<HorizontalPodAutoscaler> autoscaler,
        List<Pod> pods) {

    /** The Deployment of a colour. */
    public Optional<Deployment> deployment(Color color) {
        return switch (color) {
            case BLUE -> blue;
            case GREEN -> green;
        };
    }

    /** The Deployment that serves. */
    public Optional<Deployment> liveDeployment() {
        return deployment(live);
    }
}
