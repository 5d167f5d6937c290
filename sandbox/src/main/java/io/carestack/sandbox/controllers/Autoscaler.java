package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v2.CrossVersionObjectReference;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerConditionBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Scales autoscalers' targets through their scale subresource, within bounds and by the loads that it is told. */
public final class Autoscaler implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final Context context;
    private final ControlLoop loop;
    private final Map<Key, Double> loads = new ConcurrentHashMap<>();

    Autoscaler(Context context) {
        this.context = context;
        this.loop = context.loop("autoscaler", this::sync);
        context.cluster().watch(HorizontalPodAutoscaler.class, scaler -> loop.add(Key.of(scaler)));
    }

    /** Says how loaded the autoscaler's pods are, as a multiple of its target; 2.0 doubles the replicas once. */
    public void load(String namespace, String name, double ratio) {
        Key key = new Key(namespace, name);
        loads.put(key, ratio);
        loop.add(key);
    }

    private Optional<Duration> sync(Key key) {
        Optional<HorizontalPodAutoscaler> found = context.cluster().get(HorizontalPodAutoscaler.class, key);
        if (found.isEmpty() || Owners.isBeingDeleted(found.get())) {
            loads.remove(key);
            return Optional.empty();
        }
        HorizontalPodAutoscaler scaler = found.get();
        CrossVersionObjectReference target = scaler.getSpec().getScaleTargetRef();
        Resource<GenericKubernetesResource> resource = context.client()
                .genericKubernetesResources(target.getApiVersion(), target.getKind())
                .inNamespace(key.namespace())
                .withName(target.getName());
        Scale scale;
        try {
            scale = resource.scale();
        } catch (KubernetesClientException e) {
            context.events().warning(scaler, "FailedGetScale", String.valueOf(e.getMessage()));
            return Optional.of(PERIOD);
        }
        if (scale == null) {
            context.events()
                    .warning(
                            scaler,
                            "FailedGetScale",
                            "%s \"%s\" not found".formatted(target.getKind(), target.getName()));
            return Optional.of(PERIOD);
        }
        int current = Objects.requireNonNullElse(scale.getSpec().getReplicas(), 0);
        Optional<Double> load = Optional.ofNullable(loads.get(key));
        int wanted = desired(scaler, current, load);
        if (wanted != current) {
            scale.getSpec().setReplicas(wanted);
            resource.scale(scale);
            context.events()
                    .normal(
                            scaler,
                            "SuccessfulRescale",
                            "New size: %d; reason: %s"
                                    .formatted(
                                            wanted,
                                            wanted > current
                                                    ? "above target or below the minimum"
                                                    : "All metrics below target"));
        }
        // only now: a write that meets a conflict is tried again with the same load
        load.ifPresent(ratio -> loads.remove(key, ratio));
        writeStatus(scaler, current, wanted);
        return Optional.of(PERIOD);
    }

    /** Zero stays zero, as an autoscaler is off then. */
    static int desired(HorizontalPodAutoscaler scaler, int current, Optional<Double> load) {
        if (current == 0) {
            return 0;
        }
        int least = Objects.requireNonNullElse(scaler.getSpec().getMinReplicas(), 1);
        int wanted = load.map(ratio -> (int) Math.ceil(current * ratio)).orElse(current);
        return Math.clamp(wanted, least, scaler.getSpec().getMaxReplicas());
    }

    private void writeStatus(HorizontalPodAutoscaler scaler, int current, int wanted) {
        HorizontalPodAutoscalerStatus before =
                Objects.requireNonNullElseGet(scaler.getStatus(), HorizontalPodAutoscalerStatus::new);
        boolean limited = wanted == scaler.getSpec().getMaxReplicas();
        HorizontalPodAutoscalerStatus status = new HorizontalPodAutoscalerStatusBuilder(before)
                .withObservedGeneration(scaler.getMetadata().getGeneration())
                .withCurrentReplicas(current)
                .withDesiredReplicas(wanted)
                .withLastScaleTime(current == wanted ? before.getLastScaleTime() : context.now())
                .withConditions(List.of(
                        condition(
                                before,
                                "AbleToScale",
                                true,
                                "ReadyForNewScale",
                                "recommended size matches current size"),
                        condition(
                                before,
                                "ScalingActive",
                                current > 0,
                                current > 0 ? "ValidMetricFound" : "ScalingDisabled",
                                current > 0
                                        ? "the HPA was able to compute the replica count"
                                        : "scaling is disabled since the replica count of the target is zero"),
                        condition(
                                before,
                                "ScalingLimited",
                                limited,
                                limited ? "TooManyReplicas" : "DesiredWithinRange",
                                limited
                                        ? "the desired replica count is the maximum"
                                        : "the desired count is within the acceptable range")))
                .build();
        if (!status.equals(before)) {
            context.client()
                    .resource(new HorizontalPodAutoscalerBuilder(scaler)
                            .withStatus(status)
                            .build())
                    .updateStatus();
        }
    }

    private HorizontalPodAutoscalerCondition condition(
            HorizontalPodAutoscalerStatus before, String type, boolean value, String reason, String message) {
        String status = value ? "True" : "False";
        String since = before.getConditions().stream()
                .filter(condition -> type.equals(condition.getType()) && status.equals(condition.getStatus()))
                .map(HorizontalPodAutoscalerCondition::getLastTransitionTime)
                .findFirst()
                .orElseGet(context::now);
        return new HorizontalPodAutoscalerConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(since)
                .build();
    }

    @Override
    public void close() {
        loop.close();
    }
}
