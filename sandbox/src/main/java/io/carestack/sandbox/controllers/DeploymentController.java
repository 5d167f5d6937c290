package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Rolls a Deployment's template out through ReplicaSets, one for each revision. */
final class DeploymentController implements AutoCloseable {
    static final String HASH = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final Context context;
    private final ControlLoop loop;
    private final Hashes hashes = new Hashes();

    DeploymentController(Context context) {
        this.context = context;
        this.loop = context.loop("deployment", this::sync);
        context.cluster().watch(Deployment.class, deployment -> loop.add(Key.of(deployment)));
        context.cluster()
                .watch(
                        ReplicaSet.class,
                        set -> Owners.controllerOf(set, "Deployment").ifPresent(loop::add));
        context.cluster().watch(Pod.class, pod -> {}, this::podGone);
    }

    private void podGone(Pod pod) {
        Owners.controllerOf(pod, "ReplicaSet")
                .flatMap(key -> context.cluster().get(ReplicaSet.class, key))
                .flatMap(set -> Owners.controllerOf(set, "Deployment"))
                .ifPresent(loop::add);
    }

    private Optional<Duration> sync(Key key) {
        Optional<Deployment> found = context.cluster().get(Deployment.class, key);
        if (found.isEmpty() || Owners.isBeingDeleted(found.get())) {
            return Optional.empty();
        }
        Deployment deployment = found.get();
        String hash = hashes.of(deployment.getSpec().getTemplate());
        List<ReplicaSet> all = context.cluster().controlledBy(ReplicaSet.class, deployment).stream()
                .sorted(Comparator.comparingLong(DeploymentController::revision))
                .toList();
        Optional<ReplicaSet> current = all.stream()
                .filter(set -> hash.equals(set.getMetadata().getLabels().get(HASH)))
                .findFirst();
        List<ReplicaSet> old =
                all.stream().filter(set -> !current.equals(Optional.of(set))).toList();
        boolean paused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
        if (!paused && act(deployment, hash, current, old)) {
            return DeploymentStatuses.write(context, deployment, current, old);
        }
        cleanUp(deployment, old);
        return DeploymentStatuses.write(context, deployment, current, old);
    }

    /** Takes the next step of the rollout; false when there is none. */
    private boolean act(Deployment deployment, String hash, Optional<ReplicaSet> current, List<ReplicaSet> old) {
        int wanted = replicas(deployment);
        boolean recreate = "Recreate".equals(deployment.getSpec().getStrategy().getType());
        if (recreate && isRunning(old)) {
            old.stream().filter(set -> replicas(set) > 0).forEach(set -> scale(deployment, set, 0));
            return true;
        }
        long revision =
                old.stream().mapToLong(DeploymentController::revision).max().orElse(0) + 1;
        if (current.isEmpty()) {
            var rolling = deployment.getSpec().getStrategy().getRollingUpdate();
            int surge = Percentages.of(rolling == null ? null : rolling.getMaxSurge(), wanted, true, "25%");
            int existing = old.stream().mapToInt(DeploymentController::replicas).sum();
            int first = recreate || old.isEmpty() ? wanted : Math.max(0, Math.min(wanted, wanted + surge - existing));
            create(deployment, hash, revision, first);
            return true;
        }
        if (revision(current.get()) < revision) {
            annotate(current.get(), revision);
            return true;
        }
        if (!String.valueOf(revision(current.get()))
                .equals(deployment.getMetadata().getAnnotations().get(REVISION))) {
            annotate(deployment, revision(current.get()));
            return true;
        }
        List<RollingUpdate.Scale> scales = recreate
                ? recreateScales(wanted, current.get())
                : rollingScales(deployment, wanted, current.get(), old);
        for (RollingUpdate.Scale scale : scales) {
            ReplicaSet set = current.get().getMetadata().getName().equals(scale.name())
                    ? current.get()
                    : old.stream()
                            .filter(o -> o.getMetadata().getName().equals(scale.name()))
                            .findFirst()
                            .orElseThrow();
            scale(deployment, set, scale.replicas());
        }
        return !scales.isEmpty();
    }

    private static List<RollingUpdate.Scale> recreateScales(int wanted, ReplicaSet current) {
        return replicas(current) == wanted
                ? List.of()
                : List.of(new RollingUpdate.Scale(current.getMetadata().getName(), wanted));
    }

    private static List<RollingUpdate.Scale> rollingScales(
            Deployment deployment, int wanted, ReplicaSet current, List<ReplicaSet> old) {
        var rolling = deployment.getSpec().getStrategy().getRollingUpdate();
        int surge = Percentages.of(rolling == null ? null : rolling.getMaxSurge(), wanted, true, "25%");
        int unavailable = Percentages.of(rolling == null ? null : rolling.getMaxUnavailable(), wanted, false, "25%");
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        return RollingUpdate.next(
                wanted,
                surge,
                unavailable,
                size(current),
                old.stream().map(DeploymentController::size).toList());
    }

    private static RollingUpdate.Size size(ReplicaSet set) {
        int available = set.getStatus() == null
                ? 0
                : Objects.requireNonNullElse(set.getStatus().getAvailableReplicas(), 0);
        return new RollingUpdate.Size(set.getMetadata().getName(), replicas(set), Math.min(available, replicas(set)));
    }

    /** Whether an old revision still has pods, those that are ending included. */
    private boolean isRunning(List<ReplicaSet> old) {
        return old.stream()
                .anyMatch(set -> replicas(set) > 0
                        || context.cluster().controlledBy(Pod.class, set).stream()
                                .anyMatch(pod -> !Pods.isFinished(pod)));
    }

    private void create(Deployment deployment, String hash, long revision, int replicas) {
        ReplicaSet set = new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName() + "-" + hash)
                .withNamespace(deployment.getMetadata().getNamespace())
                .withOwnerReferences(Owners.reference(deployment))
                .addToLabels(deployment.getSpec().getTemplate().getMetadata().getLabels())
                .addToLabels(HASH, hash)
                .addToAnnotations(REVISION, Long.toString(revision))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
                .withNewSelectorLike(deployment.getSpec().getSelector())
                .addToMatchLabels(HASH, hash)
                .endSelector()
                .withNewTemplateLike(deployment.getSpec().getTemplate())
                .editOrNewMetadata()
                .addToLabels(HASH, hash)
                .endMetadata()
                .endTemplate()
                .endSpec()
                .build();
        context.client().resource(set).create();
        scaled(deployment, set, "up", 0, replicas);
    }

    private void scale(Deployment deployment, ReplicaSet set, int replicas) {
        context.client()
                .resource(new ReplicaSetBuilder(set)
                        .editSpec()
                        .withReplicas(replicas)
                        .endSpec()
                        .build())
                .update();
        scaled(deployment, set, replicas > replicas(set) ? "up" : "down", replicas(set), replicas);
    }

    private void scaled(Deployment deployment, ReplicaSet set, String direction, int from, int to) {
        context.events()
                .normal(
                        deployment,
                        "ScalingReplicaSet",
                        "Scaled %s replica set %s from %d to %d"
                                .formatted(direction, set.getMetadata().getName(), from, to));
    }

    private void annotate(ReplicaSet set, long revision) {
        context.client()
                .resource(new ReplicaSetBuilder(set)
                        .editMetadata()
                        .addToAnnotations(Map.of(REVISION, Long.toString(revision)))
                        .endMetadata()
                        .build())
                .update();
    }

    private void annotate(Deployment deployment, long revision) {
        context.client()
                .resource(new DeploymentBuilder(deployment)
                        .editMetadata()
                        .addToAnnotations(Map.of(REVISION, Long.toString(revision)))
                        .endMetadata()
                        .build())
                .update();
    }

    private void cleanUp(Deployment deployment, List<ReplicaSet> old) {
        int kept = Objects.requireNonNullElse(deployment.getSpec().getRevisionHistoryLimit(), 10);
        List<ReplicaSet> idle = old.stream()
                .filter(set -> replicas(set) == 0
                        && set.getStatus() != null
                        && Objects.requireNonNullElse(set.getStatus().getReplicas(), 0) == 0)
                .toList();
        idle.stream()
                .limit(Math.max(0, idle.size() - kept))
                .forEach(set -> context.client().resource(set).delete());
    }

    static int replicas(ReplicaSet set) {
        return Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
    }

    static int replicas(Deployment deployment) {
        return Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1);
    }

    private static long revision(ReplicaSet set) {
        return Long.parseLong(set.getMetadata().getAnnotations().getOrDefault(REVISION, "0"));
    }

    @Override
    public void close() {
        loop.close();
    }
}
