package io.carestack.sandbox.node;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts a pod's status together from its containers; pure. */
final class PodStatuses {
    private PodStatuses() {}

    /**
     * What the worker knows of its pod.
     *
     * @param address empty until the pod has its network
     * @param failure a reason and message that the whole pod failed with
     */
    record Facts(
            List<ContainerSlot> init,
            List<ContainerSlot> main,
            String address,
            String hostAddress,
            String startTime,
            Optional<StartRefused> failure,
            boolean ended) {}

    static PodStatus of(Pod pod, @Nullable PodStatus previous, Facts facts, String now) {
        List<ContainerStatus> init =
                facts.init().stream().map(ContainerSlot::status).toList();
        List<ContainerStatus> main =
                facts.main().stream().map(ContainerSlot::status).toList();
        boolean initialized = facts.init().stream()
                .allMatch(slot -> slot.sidecar() ? slot.started || slot.runs > 1 : slot.succeeded());
        String phase = phase(pod, facts, initialized);
        List<String> unready = new ArrayList<>();
        facts.main().stream().filter(slot -> !slot.ready).forEach(slot -> unready.add(slot.container.getName()));
        boolean containersReady = initialized && unready.isEmpty();
        boolean gates = pod.getSpec().getReadinessGates().stream()
                .map(PodReadinessGate::getConditionType)
                .allMatch(type -> isTrue(pod, type));
        boolean over = phase.equals("Succeeded") || phase.equals("Failed");
        String notReady = over ? (phase.equals("Succeeded") ? "PodCompleted" : "PodFailed") : "ContainersNotReady";
        String which = over ? "" : "containers with unready status: [" + String.join(" ", unready) + "]";
        Map<String, PodCondition> conditions = new LinkedHashMap<>();
        pod.getStatus().getConditions().forEach(condition -> conditions.put(condition.getType(), condition));
        if (previous != null) {
            List<String> ours = List.of("PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready");
            previous.getConditions().stream()
                    .filter(condition -> ours.contains(condition.getType()))
                    .forEach(condition -> conditions.put(condition.getType(), condition));
        }
        set(conditions, "PodScheduled", true, "", "", now);
        set(conditions, "PodReadyToStartContainers", !facts.address().isEmpty() && !over, "", "", now);
        set(
                conditions,
                "Initialized",
                initialized,
                over ? notReady : "ContainersNotInitialized",
                over ? "" : "containers with incomplete status: " + names(facts.init()),
                now);
        set(conditions, "ContainersReady", containersReady && !over, notReady, which, now);
        boolean ready = containersReady && gates && !over;
        set(conditions, "Ready", ready, containersReady && !over ? "ReadinessGatesNotReady" : notReady, which, now);
        return new PodStatusBuilder()
                .withPhase(phase)
                .withReason(facts.failure().map(StartRefused::reason).orElse(null))
                .withMessage(facts.failure().map(StartRefused::message).orElse(null))
                .withStartTime(facts.startTime())
                .withHostIP(facts.hostAddress())
                .withPodIP(facts.address().isEmpty() ? null : facts.address())
                .withPodIPs(facts.address().isEmpty() ? List.of() : List.of(new PodIP(facts.address())))
                .withQosClass(pod.getStatus().getQosClass())
                .withInitContainerStatuses(init)
                .withContainerStatuses(main)
                .withConditions(List.copyOf(conditions.values()))
                .build();
    }

    private static String names(List<ContainerSlot> init) {
        return init.stream()
                .filter(slot -> !slot.succeeded())
                .map(slot -> slot.container.getName())
                .collect(Collectors.joining(" ", "[", "]"));
    }

    private static String phase(Pod pod, Facts facts, boolean initialized) {
        if (facts.failure().isPresent()) {
            return "Failed";
        }
        String policy = pod.getSpec().getRestartPolicy();
        boolean never = "Never".equals(policy);
        if (facts.ended()) {
            return facts.main().stream().allMatch(ContainerSlot::succeeded) ? "Succeeded" : "Failed";
        }
        if (!initialized) {
            boolean broken = never
                    && facts.init().stream()
                            .anyMatch(slot ->
                                    slot.exitCode().filter(code -> code != 0).isPresent());
            return broken ? "Failed" : "Pending";
        }
        boolean allExited =
                facts.main().stream().allMatch(slot -> slot.exitCode().isPresent());
        boolean allSucceeded = facts.main().stream().allMatch(ContainerSlot::succeeded);
        if (allSucceeded && !"Always".equals(policy)) {
            return "Succeeded";
        }
        if (allExited && never) {
            return "Failed";
        }
        boolean begun = facts.main().stream().allMatch(slot -> slot.runs > 0);
        return begun ? "Running" : "Pending";
    }

    private static boolean isTrue(Pod pod, String type) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals(type) && "True".equals(condition.getStatus()));
    }

    private static void set(
            Map<String, PodCondition> conditions,
            String type,
            boolean value,
            String reason,
            String message,
            String now) {
        PodCondition before = conditions.get(type);
        String status = value ? "True" : "False";
        String since = before != null && status.equals(before.getStatus()) ? before.getLastTransitionTime() : now;
        conditions.put(
                type,
                new PodConditionBuilder()
                        .withType(type)
                        .withStatus(status)
                        .withReason(value || reason.isEmpty() ? null : reason)
                        .withMessage(value || message.isEmpty() ? null : message)
                        .withLastTransitionTime(since)
                        .build());
    }
}
