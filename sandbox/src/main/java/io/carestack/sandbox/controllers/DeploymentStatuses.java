package io.carestack.sandbox.controllers;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Deployment's status: its counts, and whether it is available and gets on. */
final class DeploymentStatuses {
    private DeploymentStatuses() {}

    /** Writes the status when it changed; says when the progress deadline has to be looked at. */
    static Optional<Duration> write(
            Context context, Deployment deployment, Optional<ReplicaSet> current, List<ReplicaSet> old) {
        DeploymentStatus before = Objects.requireNonNullElseGet(deployment.getStatus(), DeploymentStatus::new);
        DeploymentStatus status =
                status(deployment, before, current, old, context.clock().instant(), context.now());
        if (!status.equals(before)) {
            context.client()
                    .resource(
                            new DeploymentBuilder(deployment).withStatus(status).build())
                    .updateStatus();
        }
        return deadline(deployment, status, context.clock().instant());
    }

    static DeploymentStatus status(
            Deployment deployment,
            DeploymentStatus before,
            Optional<ReplicaSet> current,
            List<ReplicaSet> old,
            Instant clock,
            String now) {
        int wanted = DeploymentController.replicas(deployment);
        int total = sum(current, old, ReplicaSetStatus::getReplicas);
        int updated = sum(current, List.of(), ReplicaSetStatus::getReplicas);
        int ready = sum(current, old, ReplicaSetStatus::getReadyReplicas);
        int available = sum(current, old, ReplicaSetStatus::getAvailableReplicas);
        int missing = Math.max(0, Math.max(total, wanted) - available);
        DeploymentStatus counts = new DeploymentStatusBuilder(before)
                .withObservedGeneration(deployment.getMetadata().getGeneration())
                .withReplicas(positive(total))
                .withUpdatedReplicas(positive(updated))
                .withReadyReplicas(positive(ready))
                .withAvailableReplicas(positive(available))
                .withUnavailableReplicas(positive(missing))
                .build();
        var rolling = deployment.getSpec().getStrategy().getRollingUpdate();
        int unavailable = rolling == null ? 0 : Percentages.of(rolling.getMaxUnavailable(), wanted, false, "25%");
        boolean enough = available >= wanted - unavailable;
        DeploymentCondition availability = condition(
                before,
                "Available",
                enough,
                enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
                false,
                now);
        DeploymentCondition progress = progress(deployment, before, counts, current, total, clock, now);
        return new DeploymentStatusBuilder(counts)
                .withConditions(List.of(availability, progress))
                .build();
    }

    private static DeploymentCondition progress(
            Deployment deployment,
            DeploymentStatus before,
            DeploymentStatus counts,
            Optional<ReplicaSet> current,
            int total,
            Instant clock,
            String now) {
        int wanted = DeploymentController.replicas(deployment);
        String name = current.map(set -> set.getMetadata().getName()).orElse("");
        boolean complete = number(counts.getUpdatedReplicas()) == wanted
                && total == wanted
                && number(counts.getAvailableReplicas()) == wanted
                && current.isPresent();
        if (complete) {
            return condition(
                    before,
                    "Progressing",
                    true,
                    "NewReplicaSetAvailable",
                    "ReplicaSet \"%s\" has successfully progressed.".formatted(name),
                    false,
                    now);
        }
        Optional<DeploymentCondition> previous = find(before, "Progressing");
        boolean newRollout = !Objects.equals(
                before.getObservedGeneration(), deployment.getMetadata().getGeneration());
        boolean moved = newRollout
                || number(counts.getUpdatedReplicas()) > number(before.getUpdatedReplicas())
                || number(counts.getReadyReplicas()) > number(before.getReadyReplicas())
                || number(counts.getAvailableReplicas()) > number(before.getAvailableReplicas())
                || total - number(counts.getUpdatedReplicas())
                        < number(before.getReplicas()) - number(before.getUpdatedReplicas());
        if (moved || previous.isEmpty()) {
            boolean created = current.isEmpty() || number(before.getUpdatedReplicas()) == 0;
            return condition(
                    before,
                    "Progressing",
                    true,
                    created ? "NewReplicaSetCreated" : "ReplicaSetUpdated",
                    created
                            ? "Created new replica set \"%s\"".formatted(name)
                            : "ReplicaSet \"%s\" is progressing.".formatted(name),
                    true,
                    now);
        }
        if (deadline(deployment, before, clock)
                .filter(left -> !left.isPositive())
                .isPresent()) {
            return condition(
                    before,
                    "Progressing",
                    false,
                    "ProgressDeadlineExceeded",
                    "ReplicaSet \"%s\" has timed out progressing.".formatted(name),
                    false,
                    now);
        }
        return previous.get();
    }

    /** The time left to make progress; empty when nothing is awaited. */
    private static Optional<Duration> deadline(Deployment deployment, DeploymentStatus status, Instant clock) {
        int seconds = Objects.requireNonNullElse(deployment.getSpec().getProgressDeadlineSeconds(), 600);
        return find(status, "Progressing")
                .filter(condition ->
                        !"NewReplicaSetAvailable".equals(condition.getReason()) && "True".equals(condition.getStatus()))
                .map(condition -> Duration.between(
                                clock,
                                Instant.parse(condition.getLastUpdateTime()).plusSeconds(seconds))
                        .plusMillis(100));
    }

    private static Optional<DeploymentCondition> find(DeploymentStatus status, String type) {
        return status.getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    private static DeploymentCondition condition(
            DeploymentStatus before,
            String type,
            boolean value,
            String reason,
            String message,
            boolean touch,
            String now) {
        String status = value ? "True" : "False";
        Optional<DeploymentCondition> previous = find(before, type);
        boolean same = previous.filter(p -> p.getStatus().equals(status)).isPresent();
        boolean identical = same
                && !touch
                && previous.filter(p -> reason.equals(p.getReason()) && message.equals(p.getMessage()))
                        .isPresent();
        if (identical) {
            return previous.orElseThrow();
        }
        return new DeploymentConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastUpdateTime(now)
                .withLastTransitionTime(same ? previous.orElseThrow().getLastTransitionTime() : now)
                .build();
    }

    private static int sum(
            Optional<ReplicaSet> current, List<ReplicaSet> old, Function<ReplicaSetStatus, @Nullable Integer> count) {
        return Stream.concat(current.stream(), old.stream())
                .map(ReplicaSet::getStatus)
                .filter(Objects::nonNull)
                .mapToInt(status -> number(count.apply(status)))
                .sum();
    }

    private static int number(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private static @Nullable Integer positive(int number) {
        return number == 0 ? null : number;
    }
}
