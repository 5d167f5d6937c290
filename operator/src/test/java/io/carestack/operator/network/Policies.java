package io.carestack.operator.network;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What NetworkPolicies mean, as the Kubernetes API defines it, without a network: all of them are of one namespace. */
record Policies(String namespace, List<NetworkPolicy> policies) {

    /** A pod, or an address outside when it has no namespace. */
    record Place(@Nullable String namespace, Map<String, String> namespaceLabels, Map<String, String> labels) {}

    /** Whether a connection passes both ends. */
    boolean allow(Place from, Place to, int port, String protocol) {
        return egress(from, to, port, protocol) && ingress(from, to, port, protocol);
    }

    private boolean egress(Place from, Place to, int port, String protocol) {
        List<NetworkPolicy> selecting = selecting(from, "Egress");
        return selecting.isEmpty()
                || selecting.stream()
                        .flatMap(policy -> policy.getSpec().getEgress().stream())
                        .anyMatch(rule -> ports(rule.getPorts(), port, protocol) && peers(rule.getTo(), to));
    }

    private boolean ingress(Place from, Place to, int port, String protocol) {
        List<NetworkPolicy> selecting = selecting(to, "Ingress");
        return selecting.isEmpty()
                || selecting.stream()
                        .flatMap(policy -> policy.getSpec().getIngress().stream())
                        .anyMatch(rule -> ports(rule.getPorts(), port, protocol) && peers(rule.getFrom(), from));
    }

    private List<NetworkPolicy> selecting(Place pod, String direction) {
        return policies.stream()
                .filter(policy -> namespace.equals(pod.namespace())
                        && policy.getSpec().getPolicyTypes().contains(direction)
                        && matches(policy.getSpec().getPodSelector(), pod.labels()))
                .toList();
    }

    private static boolean ports(List<NetworkPolicyPort> ports, int port, String protocol) {
        return ports.isEmpty()
                || ports.stream()
                        .anyMatch(allowed -> protocol.equals(allowed.getProtocol())
                                && allowed.getPort().getIntVal() == port);
    }

    private boolean peers(List<NetworkPolicyPeer> peers, Place place) {
        return peers.isEmpty() || peers.stream().anyMatch(peer -> peer(peer, place));
    }

    private boolean peer(NetworkPolicyPeer peer, Place place) {
        if (place.namespace() == null) {
            return false;
        }
        boolean namespaceFits = peer.getNamespaceSelector() == null
                ? namespace.equals(place.namespace())
                : matches(peer.getNamespaceSelector(), place.namespaceLabels());
        return namespaceFits && (peer.getPodSelector() == null || matches(peer.getPodSelector(), place.labels()));
    }

    private static boolean matches(LabelSelector selector, Map<String, String> labels) {
        Map<String, String> equal = selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels();
        return labels.entrySet().containsAll(equal.entrySet())
                && selector.getMatchExpressions().stream().allMatch(requirement -> matches(requirement, labels));
    }

    private static boolean matches(LabelSelectorRequirement requirement, Map<String, String> labels) {
        String value = labels.get(requirement.getKey());
        return switch (requirement.getOperator()) {
            case "In" -> value != null && requirement.getValues().contains(value);
            case "NotIn" -> value == null || !requirement.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> throw new IllegalArgumentException(requirement.getOperator());
        };
    }
}
