package io.carestack.operator.network;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.Map;

/** The policy of all pods of a stack: they may ask for names, and nothing else unless another policy says so. */
final class StackPolicy {
    private static final int DNS = 53;

    private StackPolicy() {}

    static NetworkPolicy of(EffectiveStack stack) {
        return new NetworkPolicyBuilder()
                // A dot cannot occur in the name of a component, so no component's policy has this name.
                .withMetadata(stack.owner().child(stack.name() + ".isolation", "isolation"))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(Map.of(Labels.STACK, stack.name()))
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .addNewEgress()
                .withPorts(
                        new NetworkPolicyPort(null, new IntOrString(DNS), "UDP"),
                        new NetworkPolicyPort(null, new IntOrString(DNS), "TCP"))
                .endEgress()
                .endSpec()
                .build();
    }
}
