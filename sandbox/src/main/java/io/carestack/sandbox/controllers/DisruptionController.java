package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatusBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Keeps the status of PodDisruptionBudgets: how many disruptions they allow now. */
final class DisruptionController implements AutoCloseable {
    private final Context context;
    private final ControlLoop loop;

    DisruptionController(Context context) {
        this.context = context;
        this.loop = context.loop("disruption", this::sync);
        context.cluster().watch(PodDisruptionBudget.class, budget -> loop.add(Key.of(budget)));
        context.cluster()
                .watch(
                        Pod.class,
                        pod -> context.cluster()
                                .list(
                                        PodDisruptionBudget.class,
                                        pod.getMetadata().getNamespace())
                                .forEach(budget -> loop.add(Key.of(budget))));
    }

    private Optional<Duration> sync(Key key) {
        Optional<PodDisruptionBudget> found = context.cluster().get(PodDisruptionBudget.class, key);
        if (found.isEmpty()
                || Owners.isBeingDeleted(found.get())
                || found.get().getSpec().getSelector() == null) {
            return Optional.empty();
        }
        PodDisruptionBudget budget = found.get();
        List<Pod> pods = context.cluster().list(Pod.class, key.namespace()).stream()
                .filter(pod -> !Pods.isFinished(pod)
                        && Selectors.matches(
                                budget.getSpec().getSelector(),
                                pod.getMetadata().getLabels()))
                .toList();
        int healthy = (int) pods.stream()
                .filter(pod -> Pods.isActive(pod) && Pods.isReady(pod))
                .count();
        int expected = budget.getSpec().getMaxUnavailable() == null ? pods.size() : expected(pods);
        int desired = budget.getSpec().getMaxUnavailable() == null
                ? Percentages.of(budget.getSpec().getMinAvailable(), pods.size(), true, "1")
                : Math.max(0, expected - Percentages.of(budget.getSpec().getMaxUnavailable(), expected, true, "1"));
        int allowed = expected == 0 ? 0 : Math.max(0, healthy - desired);
        PodDisruptionBudgetStatus before =
                Objects.requireNonNullElseGet(budget.getStatus(), PodDisruptionBudgetStatus::new);
        PodDisruptionBudgetStatus status = new PodDisruptionBudgetStatusBuilder(before)
                .withExpectedPods(expected)
                .withCurrentHealthy(healthy)
                .withDesiredHealthy(desired)
                .withDisruptionsAllowed(allowed)
                .withObservedGeneration(budget.getMetadata().getGeneration())
                .withConditions(condition(before, allowed > 0, budget))
                .build();
        if (!status.equals(before)) {
            context.client()
                    .resource(new PodDisruptionBudgetBuilder(budget)
                            .withStatus(status)
                            .build())
                    .updateStatus();
        }
        return Optional.empty();
    }

    /** The replicas that the pods' owners ask for. */
    private int expected(List<Pod> pods) {
        return pods.stream()
                .flatMap(pod -> Owners.controller(pod).stream().map(owner -> replicas(pod, owner)))
                .distinct()
                .mapToInt(Owner::replicas)
                .sum();
    }

    private record Owner(String uid, int replicas) {}

    private Owner replicas(Pod pod, OwnerReference owner) {
        Key key = new Key(pod.getMetadata().getNamespace(), owner.getName());
        int replicas = context.cluster()
                .get(ReplicaSet.class, key)
                .filter(set -> set.getMetadata().getUid().equals(owner.getUid()))
                .map(set -> set.getSpec().getReplicas())
                .or(() -> context.cluster()
                        .get(StatefulSet.class, key)
                        .map(set -> set.getSpec().getReplicas()))
                .orElse(1);
        return new Owner(owner.getUid(), replicas);
    }

    private Condition condition(PodDisruptionBudgetStatus before, boolean allowed, PodDisruptionBudget budget) {
        String status = allowed ? "True" : "False";
        String since = before.getConditions().stream()
                .filter(condition -> status.equals(condition.getStatus()))
                .map(Condition::getLastTransitionTime)
                .findFirst()
                .orElseGet(context::now);
        return new ConditionBuilder()
                .withType("DisruptionAllowed")
                .withStatus(status)
                .withReason(allowed ? "SufficientPods" : "InsufficientPods")
                .withMessage("")
                .withLastTransitionTime(since)
                .withObservedGeneration(budget.getMetadata().getGeneration())
                .build();
    }

    @Override
    public void close() {
        loop.close();
    }
}
