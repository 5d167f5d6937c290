package io.carestack.operator.app;

import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Names;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;

/** The identity of a component's pods; it has no rights and no token. */
final class ServiceAccountDesign {
    private ServiceAccountDesign() {}

    static ServiceAccount of(EffectiveStack stack, EffectiveComponent component) {
        return new ServiceAccountBuilder()
                .withMetadata(
                        stack.owner().child(new Names(stack.name()).component(component.name()), component.name()))
                .withAutomountServiceAccountToken(false)
                .build();
    }
}
