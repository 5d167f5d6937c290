package io.carestack.operator.network;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** The NetworkPolicies that should exist now. */
public record NetworkPlan(List<HasMetadata> desired) {
    public NetworkPlan {
        desired = List.copyOf(desired);
    }
}
