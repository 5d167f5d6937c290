package io.carestack.operator.rollout.health;

import io.carestack.operator.app.PodProblem;
import io.carestack.operator.kube.Color;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One component in the colour that is judged.
 *
 * @param wanted pods that it should have
 * @param pods of its Deployment's newest template, without those that are going away
 */
public record ColorPods(String component, Color color, int wanted, Optional<Deployment> deployment, List<Pod> pods) {
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String TEMPLATE = "pod-template-hash";

    public ColorPods {
        pods = List.copyOf(pods);
    }

    /**
     * A component with the pods that count out of all of its colour's: a release that was overtaken by another leaves pods that say nothing about it.
     *
     * @param replicaSets of the Deployment
     */
    public static ColorPods newest(
            String component,
            Color color,
            int wanted,
            Optional<Deployment> deployment,
            List<ReplicaSet> replicaSets,
            List<Pod> pods) {
        Optional<String> revision =
                deployment.flatMap(found -> annotation(found.getMetadata().getAnnotations()));
        Optional<String> template = replicaSets.stream()
                .filter(set -> revision.isPresent()
                        && revision.equals(annotation(set.getMetadata().getAnnotations())))
                .flatMap(set -> template(set.getMetadata().getLabels()).stream())
                .findFirst();
        List<Pod> counted = template.stream()
                .flatMap(hash -> pods.stream()
                        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                        .filter(pod -> template(pod.getMetadata().getLabels())
                                .filter(hash::equals)
                                .isPresent()))
                .toList();
        return new ColorPods(component, color, wanted, deployment, counted);
    }

    int ready() {
        return (int) pods.stream().filter(pod -> is(pod, "Ready")).count();
    }

    /** Pods that a drained node or a higher priority takes away: that is no fault of theirs. */
    int disrupted() {
        return (int) pods.stream()
                .filter(pod -> is(pod, "DisruptionTarget") && !is(pod, "Ready"))
                .count();
    }

    /** Whether exactly the wanted pods are there, all of the newest template and ready for long enough. */
    boolean complete() {
        return deployment
                .filter(found -> {
                    DeploymentStatus status = Objects.requireNonNullElseGet(found.getStatus(), DeploymentStatus::new);
                    return Objects.equals(found.getMetadata().getGeneration(), status.getObservedGeneration())
                            && number(status.getUpdatedReplicas()) >= wanted
                            && number(status.getAvailableReplicas()) >= wanted
                            && number(status.getReplicas()) <= number(status.getUpdatedReplicas());
                })
                .isPresent();
    }

    /** The component and its colour, and what is wrong in a pod's own words. */
    String sentence(String otherwise) {
        return name() + ": " + PodProblem.worst(pods).map(PodProblem::sentence).orElse(otherwise);
    }

    String name() {
        return component + " " + color.label();
    }

    /** How many of the pods are ready. */
    String count() {
        return ready() + " of " + wanted + " pods are ready";
    }

    private static boolean is(Pod pod, String condition) {
        return Optional.ofNullable(pod.getStatus()).map(PodStatus::getConditions).stream()
                .flatMap(List<PodCondition>::stream)
                .anyMatch(each -> condition.equals(each.getType()) && "True".equals(each.getStatus()));
    }

    private static Optional<String> annotation(@Nullable Map<String, String> annotations) {
        return Stream.ofNullable(annotations)
                .flatMap(each -> Stream.ofNullable(each.get(REVISION)))
                .findFirst();
    }

    private static Optional<String> template(@Nullable Map<String, String> labels) {
        return Stream.ofNullable(labels)
                .flatMap(each -> Stream.ofNullable(each.get(TEMPLATE)))
                .findFirst();
    }

    private static int number(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
