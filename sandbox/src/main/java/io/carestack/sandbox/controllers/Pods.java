package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What controllers ask about pods, and how they make them from templates. */
final class Pods {
    private Pods() {}

    static boolean isReady(Pod pod) {
        return readyCondition(pod).isPresent();
    }

    private static Optional<PodCondition> readyCondition(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst();
    }

    /** How long a ready pod still has to stay ready to count as available; empty when it is not ready. */
    static Optional<Duration> untilAvailable(Pod pod, int minReadySeconds, Instant now) {
        return readyCondition(pod).map(condition -> {
            if (minReadySeconds == 0 || condition.getLastTransitionTime() == null) {
                return Duration.ZERO;
            }
            Instant available = Instant.parse(condition.getLastTransitionTime()).plusSeconds(minReadySeconds);
            return available.isAfter(now) ? Duration.between(now, available) : Duration.ZERO;
        });
    }

    static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
        return untilAvailable(pod, minReadySeconds, now)
                .filter(Duration::isZero)
                .isPresent();
    }

    static String phase(Pod pod) {
        return Objects.requireNonNullElse(pod.getStatus().getPhase(), "Pending");
    }

    static boolean isFinished(Pod pod) {
        return "Succeeded".equals(phase(pod)) || "Failed".equals(phase(pod));
    }

    static boolean isActive(Pod pod) {
        return !isFinished(pod) && !Owners.isBeingDeleted(pod);
    }

    /** A pod of the template, controlled by the owner, without a name. */
    static PodBuilder fromTemplate(HasMetadata owner, PodTemplateSpec template) {
        PodBuilder pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace(owner.getMetadata().getNamespace())
                .withOwnerReferences(Owners.reference(owner))
                .endMetadata()
                .withSpec(template.getSpec());
        if (template.getMetadata() != null) {
            pod.editMetadata()
                    .addToLabels(template.getMetadata().getLabels())
                    .addToAnnotations(template.getMetadata().getAnnotations())
                    .addToFinalizers(template.getMetadata().getFinalizers().toArray(new String[0]))
                    .endMetadata();
        }
        return pod;
    }
}
