package io.carestack.operator.postgres.pooler;

import static java.util.Objects.requireNonNullElse;

import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Names;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.StackHealth;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the pooler is: components that connect through it do nothing without it. */
public final class PoolerHealth {
    /** Type of the condition. */
    public static final String POOLER_READY = "PoolerReady";

    private PoolerHealth() {}

    /** What the pooler's Deployment says; empty for a stack without a pooler. */
    public static Optional<ConditionValue> of(EffectiveStack stack, Children children) {
        return stack.database() instanceof Database.Managed database
                ? database.pooler().map(pooler -> of(stack, pooler, children))
                : Optional.empty();
    }

    private static ConditionValue of(EffectiveStack stack, Database.Pooler pooler, Children children) {
        if (stack.hibernate()) {
            return ConditionValue.no(POOLER_READY, StackHealth.HIBERNATED, "spec.hibernate is true");
        }
        Optional<Deployment> deployment = children.find(Deployment.class, new Names(stack.name()).pooler());
        DeploymentStatus status = deployment.map(Deployment::getStatus).orElseGet(DeploymentStatus::new);
        boolean current = deployment
                .filter(seen -> Objects.equals(seen.getMetadata().getGeneration(), status.getObservedGeneration()))
                .isPresent();
        int ready = Math.min(requireNonNullElse(status.getReadyReplicas(), 0), pooler.instances());
        String counts = "ready pods of the pooler: " + ready + "/" + pooler.instances();
        return current && ready == pooler.instances()
                ? ConditionValue.yes(POOLER_READY, "PodsReady", counts)
                : ConditionValue.no(POOLER_READY, "PodsStarting", counts + trouble(status));
    }

    private static String trouble(DeploymentStatus status) {
        return status.getConditions().stream()
                .filter(condition -> failed(condition.getType(), condition.getStatus()))
                .map(DeploymentCondition::getMessage)
                .map(message -> "; " + message)
                .collect(Collectors.joining());
    }

    private static boolean failed(String type, String truth) {
        return type.equals("ReplicaFailure") && truth.equals("True")
                || type.equals("Progressing") && truth.equals("False");
    }
}
