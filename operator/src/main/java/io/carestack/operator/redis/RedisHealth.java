package io.carestack.operator.redis;

import io.carestack.operator.api.CareStackStatus.RedisStatus;
import io.carestack.operator.effective.EffectiveRedis;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.store.UnboundClaims;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Optional;

/** How a Redis pod is, by its readiness probe and in Kubernetes' own words. */
final class RedisHealth {
    private RedisHealth() {}

    static RedisStatus of(EffectiveStack stack, EffectiveRedis redis, Children children) {
        Optional<Pod> pod = children.all(Pod.class, Labels.COMPONENT, RedisDesign.component(redis)).stream()
                .filter(each -> each.getMetadata().getName().equals(RedisDesign.name(stack, redis) + "-0"))
                .findFirst();
        Optional<PodStatus> status = pod.map(Pod::getStatus);
        boolean ready = status.map(PodStatus::getConditions).orElse(List.of()).stream()
                .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
        return new RedisStatus(
                redis.name(), ready, ready ? null : trouble(pod.isPresent(), status) + claims(stack, redis, children));
    }

    private static String claims(EffectiveStack stack, EffectiveRedis redis, Children children) {
        return UnboundClaims.told(
                        children,
                        RedisDesign.name(stack, redis),
                        "spec.redis[%d].persistence.className".formatted(redis.index()),
                        "replace this Redis by one of another name with a StorageClass that exists")
                .map(told -> "; " + told)
                .orElse("");
    }

    private static String trouble(boolean exists, Optional<PodStatus> status) {
        if (!exists) {
            return "the pod does not exist yet";
        }
        return status.map(PodStatus::getContainerStatuses).orElse(List.of()).stream()
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getWaiting() != null)
                .map(state -> state.getWaiting().getReason()
                        + (state.getWaiting().getMessage() == null
                                ? ""
                                : ": " + state.getWaiting().getMessage()))
                .findFirst()
                .or(() -> status.map(PodStatus::getConditions).orElse(List.of()).stream()
                        .filter(condition ->
                                "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                        .map(condition -> condition.getReason() + ": " + condition.getMessage())
                        .findFirst())
                .orElse("it does not answer yet");
    }
}
