package io.carestack.operator.stack;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;

/** Secrets with passwords that were generated once. Nothing of them ever changes but whether they go with the stack. */
final class GeneratedCredentials {
    private static final String TYPE = "kubernetes.io/basic-auth";

    private GeneratedCredentials() {}

    /** Whether the child is such a Secret. */
    static boolean isOne(HasMetadata child) {
        return child instanceof Secret secret && TYPE.equals(secret.getType());
    }

    /** Those whose ownership is not what the deletion policy asks for, as they shall be. */
    static List<Secret> reowned(EffectiveStack stack, Children children) {
        return children.all(Secret.class).stream()
                .filter(GeneratedCredentials::isOne)
                .filter(secret -> secret.getMetadata().getDeletionTimestamp() == null)
                .filter(secret -> !stack.owner().isStranger(secret))
                .filter(secret -> stack.owner().owns(secret) == stack.retainsData())
                .map(secret -> reowned(stack, secret))
                .toList();
    }

    private static Secret reowned(EffectiveStack stack, Secret secret) {
        String name = secret.getMetadata().getName();
        String component = secret.getMetadata().getLabels().getOrDefault(Labels.COMPONENT, "");
        return new SecretBuilder()
                .withMetadata(
                        stack.retainsData()
                                ? stack.owner().retained(name, component)
                                : stack.owner().child(name, component))
                .withType(TYPE)
                .withData(secret.getData())
                .build();
    }
}
