package io.carestack.operator.network;

import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who talks to whom. */
record Peers(EffectiveStack stack, String operatorNamespace) {
    static final String POSTGRES = "postgres";
    static final String POOLER = "pooler";
    static final int POSTGRES_PORT = 5432;
    static final int POOLER_PORT = 5432;
    static final int EXPORTER_PORT = 9187;
    static final int REDIS_PORT = 6379;
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    /** Value of the component label of a Redis instance. */
    static String redis(String name) {
        return "redis-" + name;
    }

    /** The pods of one part of the stack. */
    NetworkPolicyPeer pods(String component) {
        return new NetworkPolicyPeerBuilder()
                .withNewPodSelector()
                .withMatchLabels(Labels.selector(stack.name(), component))
                .endPodSelector()
                .build();
    }

    /** The pods of all components of the application, and those of the Jobs that run for a release where there are any. */
    NetworkPolicyPeer components() {
        return new NetworkPolicyPeerBuilder()
                .withNewPodSelector()
                .withMatchLabels(Map.of(Labels.STACK, stack.name()))
                .addNewMatchExpression()
                .withKey(Labels.COMPONENT)
                .withOperator("In")
                .withValues(Stream.concat(
                                stack.components().stream().map(EffectiveComponent::name),
                                RolloutPolicy.isNeeded(stack) ? Stream.of(Labels.TASKS) : Stream.empty())
                        .toList())
                .endMatchExpression()
                .endPodSelector()
                .build();
    }

    /** The operator, which asks databases how they are. */
    NetworkPolicyPeer operator() {
        return new NetworkPolicyPeerBuilder()
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of(NAMESPACE_NAME, operatorNamespace))
                .endNamespaceSelector()
                .withNewPodSelector()
                .withMatchLabels(Map.of(Labels.NAME, Labels.OPERATOR))
                .endPodSelector()
                .build();
    }

    /** Everybody who may connect to PostgreSQL. */
    List<NetworkPolicyPeer> postgresClients() {
        List<NetworkPolicyPeer> clients = new ArrayList<>(List.of(components(), pods(POSTGRES), operator()));
        if (stack.database() instanceof Database.Managed managed
                && managed.pooler().isPresent()) {
            clients.add(pods(POOLER));
        }
        return clients;
    }

    /** The namespaces of the entry point's controller and of Prometheus; without a choice every namespace. */
    List<NetworkPolicyPeer> visitors() {
        List<Map<String, String>> namespaces =
                stack.ingressNamespaces().isEmpty() ? List.of(Map.of()) : stack.ingressNamespaces();
        return namespaces.stream()
                .map(labels -> {
                    LabelSelector selector = new LabelSelector();
                    selector.setMatchLabels(labels);
                    return new NetworkPolicyPeerBuilder()
                            .withNamespaceSelector(selector)
                            .build();
                })
                .toList();
    }
}
