package io.carestack.operator.app;

import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Names;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Optional;

/** Lets a drain take one serving pod at a time. */
final class DisruptionBudgetDesign {
    private DisruptionBudgetDesign() {}

    /** Nothing for a component that may run as a single pod: a budget would not keep it up, and could only block the drain. */
    static Optional<PodDisruptionBudget> of(EffectiveStack stack, EffectiveComponent component, Color live) {
        if (component.minReplicas() < 2) {
            return Optional.empty();
        }
        return Optional.of(new PodDisruptionBudgetBuilder()
                .withMetadata(
                        stack.owner().child(new Names(stack.name()).component(component.name()), component.name()))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(PodTemplateDesign.selector(stack.name(), component.name(), live))
                .endSelector()
                .endSpec()
                .build());
    }
}
