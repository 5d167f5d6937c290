package io.carestack.operator.network;

import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveRedis;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Names;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides which NetworkPolicies a stack should have. It needs no observation: policies follow from the spec alone.
 *
 * @param operatorNamespace namespace of the operator, which talks to PostgreSQL and Redis
 */
public record NetworkPlanner(String operatorNamespace) {

    /** The plan for a stack; an empty one when {@code spec.network.policies} is false. */
    public NetworkPlan plan(EffectiveStack stack) {
        if (!stack.networkPolicies()) {
            return new NetworkPlan(List.of());
        }
        Peers peers = new Peers(stack, operatorNamespace);
        Names names = new Names(stack.name());
        List<HasMetadata> policies = new ArrayList<>();
        policies.add(StackPolicy.of(stack));
        for (EffectiveComponent component : stack.components()) {
            policies.add(ComponentPolicy.of(stack, component, peers));
        }
        if (RolloutPolicy.isNeeded(stack)) {
            policies.add(RolloutPolicy.of(stack, peers));
        }
        if (stack.database() instanceof Database.Managed managed) {
            PolicyDesign instances = new PolicyDesign(stack, names.postgres(), Peers.POSTGRES)
                    .accept(Peers.POSTGRES_PORT, peers.postgresClients())
                    .reach(peers.pods(Peers.POSTGRES), Peers.POSTGRES_PORT);
            policies.add(
                    (managed.exporter().enabled() ? instances.accept(Peers.EXPORTER_PORT, peers.visitors()) : instances)
                            .build());
            managed.pooler()
                    .ifPresent(pooler -> policies.add(new PolicyDesign(stack, names.pooler(), Peers.POOLER)
                            .accept(Peers.POOLER_PORT, List.of(peers.components()))
                            .reach(peers.pods(Peers.POSTGRES), Peers.POSTGRES_PORT)
                            .build()));
        }
        for (EffectiveRedis redis : stack.redis()) {
            policies.add(new PolicyDesign(stack, names.redis(redis.name()), Peers.redis(redis.name()))
                    .accept(Peers.REDIS_PORT, List.of(peers.components(), peers.operator()))
                    .build());
        }
        return new NetworkPlan(policies);
    }
}
