package io.carestack.operator.rollout.health;

import io.carestack.operator.kube.Color;
import io.fabric8.kubernetes.api.model.ContainerStateTerminatedBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Optional;

/** Pods and Deployments as a kubelet and the controllers describe them. */
final class Pods {
    private Pods() {}

    static Pod ready(String name) {
        return with(name, container().withReady(true), "Ready");
    }

    static Pod starting(String name) {
        return with(
                name,
                container()
                        .withNewState()
                        .withNewWaiting()
                        .withReason("ContainerCreating")
                        .endWaiting()
                        .endState());
    }

    static Pod waiting(String name, String reason, String message) {
        return with(
                name, container().withNewState().withNewWaiting(message, reason).endState());
    }

    /** A container that runs again after it ended so often, the last time so. */
    static Pod restarted(String name, int restarts, String reason, String finishedAt) {
        return with(
                name,
                container()
                        .withRestartCount(restarts)
                        .withNewLastState()
                        .withTerminated(new ContainerStateTerminatedBuilder()
                                .withExitCode(1)
                                .withReason(reason)
                                .withFinishedAt(finishedAt)
                                .build())
                        .endLastState());
    }

    static Pod looping(String name, int restarts) {
        return with(
                name,
                container()
                        .withRestartCount(restarts)
                        .withNewState()
                        .withNewWaiting()
                        .withReason("CrashLoopBackOff")
                        .endWaiting()
                        .endState()
                        .withNewLastState()
                        .withTerminated(new ContainerStateTerminatedBuilder()
                                .withExitCode(3)
                                .withReason("Error")
                                .build())
                        .endLastState());
    }

    static Pod unschedulable(String name) {
        return new PodBuilder(with(name, container()))
                .editStatus()
                .withContainerStatuses()
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("0/3 nodes are available: insufficient cpu")
                .endCondition()
                .endStatus()
                .build();
    }

    static Pod disrupted(String name) {
        return with(name, container(), "DisruptionTarget");
    }

    static Pod of(Pod pod, String template) {
        return new PodBuilder(pod)
                .editMetadata()
                .addToLabels("pod-template-hash", template)
                .endMetadata()
                .build();
    }

    /** Three wanted pods of which these are there. */
    static ColorPods three(Pod... pods) {
        int ready = (int) List.of(pods).stream()
                .flatMap(pod -> pod.getStatus().getConditions().stream())
                .filter(condition -> condition.getType().equals("Ready"))
                .count();
        return new ColorPods("web", Color.GREEN, 3, Optional.of(deployment(ready)), List.of(pods));
    }

    static ColorPods allReady() {
        return three(ready("a"), ready("b"), ready("c"));
    }

    static Deployment deployment(int available) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("notes-web-green")
                .withGeneration(2L)
                .addToAnnotations("deployment.kubernetes.io/revision", "7")
                .endMetadata()
                .withNewStatus()
                .withObservedGeneration(2L)
                .withReplicas(3)
                .withUpdatedReplicas(3)
                .withAvailableReplicas(available)
                .endStatus()
                .build();
    }

    private static ContainerStatusBuilder container() {
        return new ContainerStatusBuilder().withName("web").withReady(false).withRestartCount(0);
    }

    private static Pod with(String name, ContainerStatusBuilder container, String... conditions) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .withPhase("Running")
                .withContainerStatuses(container.build())
                .addAllToConditions(List.of(conditions).stream()
                        .map(type -> new PodConditionBuilder()
                                .withType(type)
                                .withStatus("True")
                                .build())
                        .toList())
                .endStatus()
                .build();
    }
}
