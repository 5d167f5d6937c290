package io.carestack.operator.app;

import io.carestack.operator.api.Autoscaling;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Scales the live Deployment of a component, in the directions in which no release holds it. */
public final class AutoscalerDesign {
    private static final String DISABLED = "Disabled";

    private AutoscalerDesign() {}

    /**
     * Which directions a release holds.
     *
     * @param down pods may not become fewer
     * @param up pods may not become more
     */
    public record Hold(boolean down, boolean up) {
        public static final Hold NONE = new Hold(false, false);
        public static final Hold DOWN = new Hold(true, false);
        public static final Hold BOTH = new Hold(true, true);

        /** What an autoscaler's annotation says; nothing when it has none. */
        public static Hold of(HorizontalPodAutoscaler autoscaler) {
            Map<String, String> annotations = autoscaler.getMetadata().getAnnotations();
            return switch (annotations == null ? "" : annotations.getOrDefault(Labels.FREEZE, "")) {
                case "Both" -> BOTH;
                case "Down" -> DOWN;
                default -> NONE;
            };
        }

        private String word() {
            return up ? "Both" : down ? "Down" : "None";
        }
    }

    /** The autoscaler of a component that asks for one. */
    public static HorizontalPodAutoscaler of(
            EffectiveStack stack, EffectiveComponent component, Autoscaling wanted, Color live, Hold hold) {
        Names names = new Names(stack.name());
        List<MetricSpec> metrics = new ArrayList<>();
        utilization("cpu", wanted.cpu()).ifPresent(metrics::add);
        utilization("memory", wanted.memory()).ifPresent(metrics::add);
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(stack.owner().child(names.component(component.name()), component.name()))
                .editMetadata()
                .addToAnnotations(Labels.FREEZE, hold.word())
                .endMetadata()
                .withNewSpec()
                .withNewScaleTargetRef("apps/v1", "Deployment", names.deployment(component.name(), live))
                .withMinReplicas(component.minReplicas())
                .withMaxReplicas(component.maxReplicas())
                .withMetrics(metrics)
                .withBehavior(behavior(wanted.behavior(), hold).orElse(null))
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

    private static Optional<HorizontalPodAutoscalerBehavior> behavior(
            Autoscaling.@Nullable Behavior wanted, Hold hold) {
        Optional<HPAScalingRules> up = rules(wanted == null ? null : wanted.scaleUp(), hold.up());
        Optional<HPAScalingRules> down = rules(wanted == null ? null : wanted.scaleDown(), hold.down());
        return up.isEmpty() && down.isEmpty()
                ? Optional.empty()
                : Optional.of(new HorizontalPodAutoscalerBehaviorBuilder()
                        .withScaleUp(up.orElse(null))
                        .withScaleDown(down.orElse(null))
                        .build());
    }

    private static Optional<HPAScalingRules> rules(Autoscaling.@Nullable Rules asked, boolean held) {
        Autoscaling.Rules wanted = asked == null ? new Autoscaling.Rules(null, null, null) : asked;
        List<Autoscaling.Policy> policies = wanted.policies() == null ? List.of() : wanted.policies();
        if (wanted.stabilizationWindowSeconds() == null
                && wanted.selectPolicy() == null
                && policies.isEmpty()
                && !held) {
            return Optional.empty();
        }
        String asWanted =
                wanted.selectPolicy() == null ? null : wanted.selectPolicy().name();
        return Optional.of(new HPAScalingRulesBuilder()
                .withStabilizationWindowSeconds(wanted.stabilizationWindowSeconds())
                .withSelectPolicy(held ? DISABLED : asWanted)
                .withPolicies(policies.stream()
                        .map(policy -> new HPAScalingPolicy(
                                policy.periodSeconds(), policy.type().name(), policy.value()))
                        .toList())
                .build());
    }
}
