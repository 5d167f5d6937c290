package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Binds pods to the only node, or says why it cannot. */
final class Scheduler implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Context context;
    private final ControlLoop loop;
    private final KubernetesSerialization json = new KubernetesSerialization();

    Scheduler(Context context) {
        this.context = context;
        this.loop = context.loop("scheduler", this::sync);
        context.cluster().watch(Pod.class, this::consider);
        context.cluster()
                .watch(
                        PersistentVolumeClaim.class,
                        claim -> context.cluster()
                                .list(Pod.class, claim.getMetadata().getNamespace())
                                .forEach(this::consider));
        context.cluster()
                .watch(Node.class, node -> context.cluster().list(Pod.class).forEach(this::consider));
    }

    private void consider(Pod pod) {
        String scheduler = Objects.requireNonNullElse(pod.getSpec().getSchedulerName(), "default-scheduler");
        if (pod.getSpec().getNodeName() == null && scheduler.equals("default-scheduler")) {
            loop.add(Key.of(pod));
        }
    }

    private Optional<Duration> sync(Key key) {
        Optional<Pod> found = context.cluster()
                .get(Pod.class, key)
                .filter(pod -> pod.getSpec().getNodeName() == null);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Pod pod = found.get();
        if (Owners.isBeingDeleted(pod)) {
            context.client()
                    .pods()
                    .inNamespace(key.namespace())
                    .withName(key.name())
                    .withGracePeriod(0)
                    .delete();
            return Optional.empty();
        }
        Optional<String> obstacle = obstacle(pod);
        if (obstacle.isPresent()) {
            refuse(pod, obstacle.get());
            return Optional.of(AGAIN);
        }
        String node =
                context.cluster().list(Node.class).getFirst().getMetadata().getName();
        String path = "/api/v1/namespaces/%s/pods/%s/binding".formatted(key.namespace(), key.name());
        context.client()
                .raw(
                        path,
                        "POST",
                        new BindingBuilder()
                                .withNewMetadata()
                                .withName(key.name())
                                .withNamespace(key.namespace())
                                .withUid(pod.getMetadata().getUid())
                                .endMetadata()
                                .withNewTarget()
                                .withApiVersion("v1")
                                .withKind("Node")
                                .withName(node)
                                .endTarget()
                                .build());
        context.events().normal(pod, "Scheduled", "Successfully assigned %s to %s".formatted(key, node));
        return Optional.empty();
    }

    private Optional<String> obstacle(Pod pod) {
        List<Node> nodes = context.cluster().list(Node.class);
        if (nodes.isEmpty()) {
            return Optional.of("no nodes available to schedule pods");
        }
        Node node = nodes.getFirst();
        for (Volume volume : pod.getSpec().getVolumes()) {
            if (volume.getPersistentVolumeClaim() == null) {
                continue;
            }
            String name = volume.getPersistentVolumeClaim().getClaimName();
            Optional<PersistentVolumeClaim> claim = context.cluster()
                    .get(PersistentVolumeClaim.class, new Key(pod.getMetadata().getNamespace(), name));
            if (claim.isEmpty()) {
                return none("persistentvolumeclaim \"%s\" not found".formatted(name));
            }
            if (claim.get().getStatus() == null
                    || !"Bound".equals(claim.get().getStatus().getPhase())) {
                return none("pod has unbound immediate PersistentVolumeClaims");
            }
        }
        Map<String, String> selector = Objects.requireNonNullElse(pod.getSpec().getNodeSelector(), Map.of());
        if (!node.getMetadata().getLabels().entrySet().containsAll(selector.entrySet())) {
            return none("1 node(s) didn't match Pod's node affinity/selector");
        }
        List<String> scarce = new ArrayList<>();
        for (String resource : List.of("cpu", "memory", "ephemeral-storage")) {
            BigDecimal used = context.cluster().list(Pod.class).stream()
                    .filter(other -> other.getSpec().getNodeName() != null && !Pods.isFinished(other))
                    .map(other -> request(other, resource))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal asked = request(pod, resource);
            Quantity allocatable = Objects.requireNonNullElse(
                            node.getStatus().getAllocatable(), Map.<String, Quantity>of())
                    .get(resource);
            if (allocatable != null
                    && asked.signum() > 0
                    && used.add(asked).compareTo(allocatable.getNumericalAmount()) > 0) {
                scarce.add("1 Insufficient " + resource);
            }
        }
        return scarce.isEmpty() ? Optional.empty() : none(String.join(", ", scarce));
    }

    private static Optional<String> none(String reason) {
        return Optional.of("0/1 nodes are available: " + reason + ".");
    }

    private static BigDecimal request(Pod pod, String resource) {
        return pod.getSpec().getContainers().stream()
                .map(Container::getResources)
                .filter(Objects::nonNull)
                .flatMap(resources -> Optional.ofNullable(resources.getRequests()).stream())
                .flatMap(requests -> Optional.ofNullable(requests.get(resource)).stream())
                .map(Quantity::getNumericalAmount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void refuse(Pod pod, String message) {
        boolean known = pod.getStatus().getConditions().stream()
                .anyMatch(condition ->
                        "PodScheduled".equals(condition.getType()) && message.equals(condition.getMessage()));
        if (known) {
            return;
        }
        PodCondition condition = new PodConditionBuilder()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage(message)
                .withLastTransitionTime(context.now())
                .build();
        context.client()
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        json.asJson(Map.of("status", Map.of("conditions", List.of(condition)))));
        context.events().warning(pod, "FailedScheduling", message);
    }

    @Override
    public void close() {
        loop.close();
    }
}
