package io.carestack.operator.network;

import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveRedis;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Names;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.ArrayList;
import java.util.List;

/** What the pods of a component may accept and reach. */
final class ComponentPolicy {
    private ComponentPolicy() {}

    static NetworkPolicy of(EffectiveStack stack, EffectiveComponent component, Peers peers) {
        PolicyDesign policy =
                new PolicyDesign(stack, new Names(stack.name()).component(component.name()), component.name());
        policy = accept(stack, component, peers, policy);
        return (stack.egress() ? policy.reachEverything() : reach(stack, peers, policy)).build();
    }

    private static PolicyDesign accept(
            EffectiveStack stack, EffectiveComponent component, Peers peers, PolicyDesign policy) {
        List<NetworkPolicyPeer> clients = new ArrayList<>(peers.visitors());
        clients.add(peers.components());
        if (stack.rollout().httpTests().stream()
                .anyMatch(test -> test.component().equals(component.name()))) {
            clients.add(peers.operator());
        }
        PolicyDesign result = policy;
        if (component.port().isPresent()) {
            result = result.accept(component.port().getAsInt(), clients);
        }
        int metrics = component.metrics().map(found -> found.port()).orElse(-1);
        return metrics > 0 && metrics != component.port().orElse(-1)
                ? result.accept(metrics, peers.visitors())
                : result;
    }

    /** What components need, and what runs in their place. */
    static PolicyDesign reach(EffectiveStack stack, Peers peers, PolicyDesign policy) {
        PolicyDesign result = policy;
        for (EffectiveComponent other : stack.components()) {
            if (other.port().isPresent()) {
                result = result.reach(peers.pods(other.name()), other.port().getAsInt());
            }
        }
        if (stack.database() instanceof Database.Managed managed) {
            result = result.reach(peers.pods(Peers.POSTGRES), Peers.POSTGRES_PORT);
            if (managed.pooler().isPresent()) {
                result = result.reach(peers.pods(Peers.POOLER), Peers.POOLER_PORT);
            }
        }
        for (EffectiveRedis redis : stack.redis()) {
            result = result.reach(peers.pods(Peers.redis(redis.name())), Peers.REDIS_PORT);
        }
        return result;
    }
}
