package io.carestack.operator.stack;

import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Names;
import io.carestack.operator.rollout.observe.RolloutContext;
import io.carestack.operator.rollout.observe.RolloutObjects;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.RolloutStep;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import java.util.stream.Stream;

/** Takes the pods of a stack that hibernates, once its release stands still; what has begun to switch comes to its end first. Pure. */
final class Hibernation {
    private Hibernation() {}

    /** @param planned the step that the release would take; only one that waits lets the pods go */
    static Optional<RolloutStep.Scale> next(
            RolloutContext context, RolloutObjects objects, RolloutMemory memory, RolloutStep planned) {
        boolean stands = planned instanceof RolloutStep.Wait wait
                && (wait.reason().equals("Paused") || wait.reason().equals("Held"));
        if (!context.stack().hibernate() || !stands || memory.stable().isEmpty()) {
            return Optional.empty();
        }
        Names names = new Names(context.stack().name());
        return context.stack().components().stream()
                .flatMap(component -> Stream.of(Color.values())
                        .flatMap(color -> objects.deployment(names.deployment(component.name(), color)).stream()
                                .filter(Hibernation::hasSize)
                                .map(found -> new RolloutStep.Scale(
                                        component.name(),
                                        color,
                                        0,
                                        found.getMetadata().getResourceVersion()))))
                .findFirst();
    }

    private static boolean hasSize(Deployment deployment) {
        return !Integer.valueOf(0).equals(deployment.getSpec().getReplicas());
    }
}
