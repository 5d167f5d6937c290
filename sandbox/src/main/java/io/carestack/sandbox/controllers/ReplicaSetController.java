package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Keeps as many pods as a ReplicaSet asks for. */
final class ReplicaSetController implements AutoCloseable {
    private final Context context;
    private final ControlLoop loop;

    ReplicaSetController(Context context) {
        this.context = context;
        this.loop = context.loop("replicaset", this::sync);
        context.cluster().watch(ReplicaSet.class, set -> loop.add(Key.of(set)));
        context.cluster()
                .watch(Pod.class, pod -> Owners.controllerOf(pod, "ReplicaSet").ifPresent(loop::add));
    }

    private Optional<Duration> sync(Key key) {
        Optional<ReplicaSet> found = context.cluster().get(ReplicaSet.class, key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ReplicaSet set = found.get();
        int wanted = Owners.isBeingDeleted(set)
                ? -1
                : Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
        List<Pod> pods = context.cluster().controlledBy(Pod.class, set);
        if (wanted >= 0 && active(pods).size() != wanted) {
            pods = context
                    .client()
                    .pods()
                    .inNamespace(key.namespace())
                    .withLabelSelector(set.getSpec().getSelector())
                    .list()
                    .getItems()
                    .stream()
                    .filter(pod -> Owners.controls(set, pod))
                    .toList();
            resize(set, active(pods), wanted);
        }
        return writeStatus(set, pods);
    }

    private static List<Pod> active(List<Pod> pods) {
        return pods.stream().filter(Pods::isActive).toList();
    }

    private void resize(ReplicaSet set, List<Pod> pods, int wanted) {
        for (int i = pods.size(); i < wanted; i++) {
            Pod pod = context.client()
                    .resource(Pods.fromTemplate(set, set.getSpec().getTemplate())
                            .editMetadata()
                            .withGenerateName(set.getMetadata().getName() + "-")
                            .endMetadata()
                            .build())
                    .create();
            context.events()
                    .normal(
                            set,
                            "SuccessfulCreate",
                            "Created pod: " + pod.getMetadata().getName());
        }
        pods.stream()
                .sorted(Comparator.comparing((Pod pod) -> Pods.isReady(pod))
                        .thenComparing(
                                pod -> Instant.parse(pod.getMetadata().getCreationTimestamp()),
                                Comparator.reverseOrder()))
                .limit(Math.max(0, pods.size() - wanted))
                .forEach(pod -> {
                    context.client().resource(pod).delete();
                    context.events()
                            .normal(
                                    set,
                                    "SuccessfulDelete",
                                    "Deleted pod: " + pod.getMetadata().getName());
                });
    }

    private Optional<Duration> writeStatus(ReplicaSet set, List<Pod> pods) {
        int minReady = Objects.requireNonNullElse(set.getSpec().getMinReadySeconds(), 0);
        Instant now = context.clock().instant();
        List<Pod> active = active(pods);
        int ready = (int) active.stream().filter(Pods::isReady).count();
        int available = (int) active.stream()
                .filter(pod -> Pods.isAvailable(pod, minReady, now))
                .count();
        ReplicaSetStatus before = Objects.requireNonNullElseGet(set.getStatus(), ReplicaSetStatus::new);
        ReplicaSetStatus status = new ReplicaSetStatusBuilder(before)
                .withReplicas(active.size())
                .withFullyLabeledReplicas(active.isEmpty() ? null : active.size())
                .withReadyReplicas(ready == 0 ? null : ready)
                .withAvailableReplicas(available == 0 ? null : available)
                .withObservedGeneration(set.getMetadata().getGeneration())
                .build();
        if (!status.equals(before)) {
            context.client()
                    .resource(new ReplicaSetBuilder(set).withStatus(status).build())
                    .updateStatus();
        }
        return active.stream()
                .flatMap(pod -> Pods.untilAvailable(pod, minReady, now).stream())
                .filter(Duration::isPositive)
                .min(Comparator.naturalOrder());
    }

    @Override
    public void close() {
        loop.close();
    }
}
