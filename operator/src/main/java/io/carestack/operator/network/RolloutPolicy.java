package io.carestack.operator.network;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;

/** What the Jobs of a release may reach: the same as components. Nobody connects to them. */
final class RolloutPolicy {
    private RolloutPolicy() {}

    /** Whether the stack's releases have Jobs. */
    static boolean isNeeded(EffectiveStack stack) {
        return stack.rollout().migration().isPresent()
                || stack.rollout().jobTest().isPresent();
    }

    static NetworkPolicy of(EffectiveStack stack, Peers peers) {
        // A dot cannot occur in the name of a component, so no component's policy has this name.
        PolicyDesign policy = new PolicyDesign(stack, stack.name() + ".rollout", Labels.TASKS);
        return (stack.egress() ? policy.reachEverything() : ComponentPolicy.reach(stack, peers, policy)).build();
    }
}
