package io.carestack.operator.app;

import io.carestack.operator.effective.EffectiveComponent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;

/** Which replica counts the operator decides, of the Deployments of one component; the others are left as they are. */
final class Replicas {
    private Replicas() {}

    /** Of the colour that serves; empty when the count is an autoscaler's. */
    static Optional<Integer> live(EffectiveComponent component, ComponentObservation seen) {
        if (component.autoscaling().isEmpty()) {
            return Optional.of(component.minReplicas());
        }
        // An autoscaler leaves a Deployment at 0 alone, so a size of 0 belongs to nobody.
        boolean runs = seen.liveDeployment()
                .map(Deployment::getSpec)
                .map(spec -> spec.getReplicas())
                .filter(count -> count > 0)
                .isPresent();
        return runs ? Optional.empty() : Optional.of(component.minReplicas());
    }

    /** Of the colour that does not serve: none, but its size is left alone while an autoscaler still decides it. */
    static Optional<Integer> idle(EffectiveComponent component, ComponentObservation seen, String deployment) {
        return component.autoscaling().isPresent() && seen.autoscales(deployment) ? Optional.empty() : Optional.of(0);
    }
}
