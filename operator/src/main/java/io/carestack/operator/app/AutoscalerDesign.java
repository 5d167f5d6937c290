package io.carestack.operator.app;

import io.carestack.operator.api.Autoscaling;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Names;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingPolicy;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehaviorBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Scales the live Deployment of a component. */
final class AutoscalerDesign {
    private AutoscalerDesign() {}

    static HorizontalPodAutoscaler of(
            EffectiveStack stack, EffectiveComponent component, Autoscaling wanted, Color live) {
        Names names = new Names(stack.name());
        List<MetricSpec> metrics = new ArrayList<>();
        utilization("cpu", wanted.cpu()).ifPresent(metrics::add);
        utilization("memory", wanted.memory()).ifPresent(metrics::add);
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(stack.owner().child(names.component(component.name()), component.name()))
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", names.deployment(component.name(), live))
                .withMinReplicas(component.minReplicas())
                .withMaxReplicas(component.maxReplicas())
                .withMetrics(metrics)
                .withBehavior(behavior(wanted.behavior()).orElse(null))
                .endSpec()
                .build();
    }

    private static Optional<MetricSpec> utilization(String resource, @Nullable Integer percent) {
        return Optional.ofNullable(percent)
                .map(target -> new MetricSpecBuilder()
                        .withType("Resource")
                        .withNewResource()
                        .withName(resource)
                        .withNewTarget()
                        .withType("Utilization")
                        .withAverageUtilization(target)
                        .endTarget()
                        .endResource()
                        .build());
    }

    private static Optional<HorizontalPodAutoscalerBehavior> behavior(Autoscaling.@Nullable Behavior wanted) {
        if (wanted == null) {
            return Optional.empty();
        }
        Optional<HPAScalingRules> up = rules(wanted.scaleUp());
        Optional<HPAScalingRules> down = rules(wanted.scaleDown());
        return up.isEmpty() && down.isEmpty()
                ? Optional.empty()
                : Optional.of(new HorizontalPodAutoscalerBehaviorBuilder()
                        .withScaleUp(up.orElse(null))
                        .withScaleDown(down.orElse(null))
                        .build());
    }

    private static Optional<HPAScalingRules> rules(Autoscaling.@Nullable Rules wanted) {
        if (wanted == null) {
            return Optional.empty();
        }
        List<Autoscaling.Policy> policies = wanted.policies() == null ? List.of() : wanted.policies();
        if (wanted.stabilizationWindowSeconds() == null && wanted.selectPolicy() == null && policies.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new HPAScalingRulesBuilder()
                .withStabilizationWindowSeconds(wanted.stabilizationWindowSeconds())
                .withSelectPolicy(
                        wanted.selectPolicy() == null
                                ? null
                                : wanted.selectPolicy().name())
                .withPolicies(policies.stream()
                        .map(policy -> new HPAScalingPolicy(
                                policy.periodSeconds(), policy.type().name(), policy.value()))
                        .toList())
                .build());
    }
}
