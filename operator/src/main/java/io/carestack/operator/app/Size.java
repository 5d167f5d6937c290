package io.carestack.operator.app;

import io.carestack.operator.effective.EffectiveComponent;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;

/**
 * Who decides the size of the live Deployment.
 *
 * @param written replicas in the applied Deployment; empty while an autoscaler decides
 * @param handover present when an autoscaler is about to decide
 */
record Size(Optional<Integer> written, Optional<ReplicaHandover> handover) {

    static Size of(EffectiveComponent component, ComponentObservation seen, String deployment) {
        if (component.autoscaling().isEmpty()) {
            return new Size(Optional.of(component.minReplicas()), Optional.empty());
        }
        int now = seen.liveDeployment()
                .map(Deployment::getSpec)
                .map(spec -> spec.getReplicas())
                .orElse(0);
        // An autoscaler leaves a Deployment at 0 alone, so a size of 0 belongs to nobody.
        if (seen.autoscales(deployment) && now > 0) {
            return new Size(Optional.empty(), Optional.empty());
        }
        int replicas = Math.max(now, component.minReplicas());
        return new Size(Optional.of(replicas), Optional.of(new ReplicaHandover(deployment, replicas)));
    }
}
