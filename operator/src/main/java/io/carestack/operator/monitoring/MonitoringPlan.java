package io.carestack.operator.monitoring;

import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * The monitoring objects that should exist now.
 *
 * @param missing kinds that were needed and are not installed
 */
public record MonitoringPlan(List<HasMetadata> desired, List<OptionalKind> missing) {
    public MonitoringPlan {
        desired = List.copyOf(desired);
        missing = List.copyOf(missing);
    }
}
