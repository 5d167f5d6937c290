package io.carestack.operator.monitoring;

import io.carestack.operator.kube.OptionalKind;
import java.util.Set;

/** Which kinds the cluster has. */
public record MonitoringObservation(Set<OptionalKind> installed) {
    public MonitoringObservation {
        installed = Set.copyOf(installed);
    }
}
