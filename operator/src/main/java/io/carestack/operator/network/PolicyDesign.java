package io.carestack.operator.network;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the pods of one part of a stack may accept and reach, beside what the policy of the whole stack allows.
 *
 * @param component value of the component label
 */
record PolicyDesign(
        EffectiveStack stack,
        String name,
        String component,
        List<NetworkPolicyIngressRule> accepted,
        List<NetworkPolicyEgressRule> reached) {

    PolicyDesign(EffectiveStack stack, String name, String component) {
        this(stack, name, component, List.of(), List.of());
    }

    /** The same, and these peers may connect to the port. */
    PolicyDesign accept(int port, List<NetworkPolicyPeer> from) {
        NetworkPolicyIngressRule rule = new NetworkPolicyIngressRuleBuilder()
                .withFrom(from)
                .withPorts(tcp(port))
                .build();
        return new PolicyDesign(stack, name, component, with(accepted, rule), reached);
    }

    /** The same, and the pods may connect to the port of this peer. */
    PolicyDesign reach(NetworkPolicyPeer to, int port) {
        NetworkPolicyEgressRule rule = new NetworkPolicyEgressRuleBuilder()
                .withTo(to)
                .withPorts(tcp(port))
                .build();
        return new PolicyDesign(stack, name, component, accepted, with(reached, rule));
    }

    /** The same, and the pods may connect to any address. */
    PolicyDesign reachEverything() {
        return new PolicyDesign(stack, name, component, accepted, List.of(new NetworkPolicyEgressRule()));
    }

    NetworkPolicy build() {
        return new NetworkPolicyBuilder()
                .withMetadata(stack.owner().child(name, component))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(Labels.selector(stack.name(), component))
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .withIngress(accepted)
                .withEgress(reached)
                .endSpec()
                .build();
    }

    static NetworkPolicyPort tcp(int port) {
        return new NetworkPolicyPort(null, new IntOrString(port), "TCP");
    }

    private static <T> List<T> with(List<T> list, T more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }
}
