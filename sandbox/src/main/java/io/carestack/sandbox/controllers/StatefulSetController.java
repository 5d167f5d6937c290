package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Keeps a StatefulSet's named pods and their claims, one after another or all at once. */
final class StatefulSetController implements AutoCloseable {
    private static final String REVISION = "controller-revision-hash";

    private final Context context;
    private final ControlLoop loop;
    private final Revisions revisions;
    private final Claims claims;

    StatefulSetController(Context context) {
        this.context = context;
        this.loop = context.loop("statefulset", this::sync);
        this.revisions = new Revisions(context);
        this.claims = new Claims(context);
        context.cluster().watch(StatefulSet.class, set -> loop.add(Key.of(set)));
        context.cluster()
                .watch(Pod.class, pod -> Owners.controllerOf(pod, "StatefulSet").ifPresent(loop::add));
    }

    private record Run(StatefulSet set, List<Integer> ordinals, String current, String update, Map<Integer, Pod> pods) {
        boolean ordered() {
            return !"Parallel".equals(set.getSpec().getPodManagementPolicy());
        }
    }

    private Optional<Duration> sync(Key key) {
        Optional<StatefulSet> found = context.cluster().get(StatefulSet.class, key);
        if (found.isEmpty() || Owners.isBeingDeleted(found.get())) {
            return Optional.empty();
        }
        StatefulSet set = found.get();
        String update = revisions.ensure(set);
        String current = set.getStatus() == null || set.getStatus().getCurrentRevision() == null
                ? update
                : set.getStatus().getCurrentRevision();
        Map<Integer, Pod> pods = new TreeMap<>();
        context
                .client()
                .pods()
                .inNamespace(key.namespace())
                .withLabelSelector(set.getSpec().getSelector())
                .list()
                .getItems()
                .stream()
                .filter(pod -> Owners.controls(set, pod))
                .forEach(pod -> pods.put(ordinal(pod), pod));
        int replicas = Objects.requireNonNullElse(set.getSpec().getReplicas(), 1);
        Run run = new Run(set, Claims.ordinals(set, replicas), current, update, pods);
        if (fill(run) && shrink(run)) {
            roll(run);
        }
        claims.retain(set, run.ordinals(), List.copyOf(pods.values()));
        revisions.cleanUp(set, List.of(current, update));
        return writeStatus(run);
    }

    private static int ordinal(Pod pod) {
        String name = pod.getMetadata().getName();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    /** Creates what is missing; false when an ordered set has to wait for a pod. */
    private boolean fill(Run run) {
        for (int ordinal : run.ordinals()) {
            Pod pod = run.pods().get(ordinal);
            if (pod != null && Pods.isFinished(pod) && !Owners.isBeingDeleted(pod)) {
                context.events()
                        .warning(
                                run.set(),
                                "RecreatingTerminatedPod",
                                "StatefulSet %s is recreating terminated Pod %s"
                                        .formatted(
                                                Key.of(run.set()),
                                                pod.getMetadata().getName()));
                context.client().resource(pod).delete();
                loop.addAfter(Key.of(run.set()), Duration.ofMillis(50));
                return false;
            }
            if (pod == null) {
                if (!claims.ensure(run.set(), ordinal)) {
                    loop.addAfter(Key.of(run.set()), Duration.ofMillis(100));
                    return false;
                }
                create(run, ordinal);
                if (run.ordered()) {
                    return false;
                }
            } else if (run.ordered() && !isHealthy(run, pod)) {
                return false;
            }
        }
        return true;
    }

    private boolean isHealthy(Run run, Pod pod) {
        int minReady = Objects.requireNonNullElse(run.set().getSpec().getMinReadySeconds(), 0);
        return !Owners.isBeingDeleted(pod)
                && Pods.isAvailable(pod, minReady, context.clock().instant());
    }

    private void create(Run run, int ordinal) {
        boolean keepsOld =
                ordinal < partition(run) + run.ordinals().stream().findFirst().orElse(0);
        String revision = keepsOld ? run.current() : run.update();
        StatefulSet set = run.set();
        String name = set.getMetadata().getName() + "-" + ordinal;
        PodBuilder pod = Pods.fromTemplate(set, revisions.template(set, revision))
                .editMetadata()
                .withName(name)
                .addToLabels(REVISION, revision)
                .addToLabels("statefulset.kubernetes.io/pod-name", name)
                .addToLabels("apps.kubernetes.io/pod-index", Integer.toString(ordinal))
                .endMetadata()
                .editSpec()
                .withHostname(name)
                .withSubdomain(set.getSpec().getServiceName())
                .endSpec();
        for (PersistentVolumeClaim template : set.getSpec().getVolumeClaimTemplates()) {
            String volume = template.getMetadata().getName();
            pod.editSpec()
                    .removeMatchingFromVolumes(existing -> volume.equals(existing.getName()))
                    .addToVolumes(new VolumeBuilder()
                            .withName(volume)
                            .withNewPersistentVolumeClaim(Claims.name(set, template, ordinal), null)
                            .build())
                    .endSpec();
        }
        run.pods().put(ordinal, context.client().resource(pod.build()).create());
        context.events()
                .normal(
                        set,
                        "SuccessfulCreate",
                        "create Pod %s in StatefulSet %s successful"
                                .formatted(name, set.getMetadata().getName()));
    }

    private static int partition(Run run) {
        var strategy = run.set().getSpec().getUpdateStrategy();
        boolean rolling =
                strategy != null && "RollingUpdate".equals(strategy.getType()) && strategy.getRollingUpdate() != null;
        return rolling ? Objects.requireNonNullElse(strategy.getRollingUpdate().getPartition(), 0) : 0;
    }

    /** Deletes pods beyond the wanted number, highest first; false while an ordered set waits for that. */
    private boolean shrink(Run run) {
        List<Pod> surplus = run.pods().entrySet().stream()
                .filter(entry -> !run.ordinals().contains(entry.getKey()))
                .sorted(Map.Entry.<Integer, Pod>comparingByKey().reversed())
                .map(Map.Entry::getValue)
                .toList();
        for (Pod pod : surplus) {
            if (!Owners.isBeingDeleted(pod)) {
                delete(run, pod);
            }
            if (run.ordered()) {
                return false;
            }
        }
        return true;
    }

    private void delete(Run run, Pod pod) {
        context.client().resource(pod).delete();
        context.events()
                .normal(
                        run.set(),
                        "SuccessfulDelete",
                        "delete Pod %s in StatefulSet %s successful"
                                .formatted(
                                        pod.getMetadata().getName(),
                                        run.set().getMetadata().getName()));
    }

    /** Replaces the highest pod of an old revision, one at a time, as long as the others are healthy. */
    private void roll(Run run) {
        var strategy = run.set().getSpec().getUpdateStrategy();
        if (strategy != null && "OnDelete".equals(strategy.getType())) {
            return;
        }
        int first = run.ordinals().stream().findFirst().orElse(0) + partition(run);
        for (int ordinal : run.ordinals().reversed()) {
            Pod pod = run.pods().get(ordinal);
            if (ordinal < first || pod == null) {
                return;
            }
            if (!run.update().equals(pod.getMetadata().getLabels().get(REVISION)) && !Owners.isBeingDeleted(pod)) {
                delete(run, pod);
                return;
            }
            if (!isHealthy(run, pod)) {
                return;
            }
        }
    }

    private Optional<Duration> writeStatus(Run run) {
        StatefulSet set = run.set();
        int minReady = Objects.requireNonNullElse(set.getSpec().getMinReadySeconds(), 0);
        Instant now = context.clock().instant();
        List<Pod> pods = List.copyOf(run.pods().values());
        int ready = (int) pods.stream().filter(Pods::isReady).count();
        int available = (int) pods.stream()
                .filter(pod -> Pods.isAvailable(pod, minReady, now))
                .count();
        int updated = count(pods, run.update());
        boolean onDelete = set.getSpec().getUpdateStrategy() != null
                && "OnDelete".equals(set.getSpec().getUpdateStrategy().getType());
        boolean complete = !onDelete
                && updated == pods.size()
                && ready == pods.size()
                && pods.size() == run.ordinals().size();
        String current = complete ? run.update() : run.current();
        int currents = count(pods, current);
        StatefulSetStatus before = Objects.requireNonNullElseGet(set.getStatus(), StatefulSetStatus::new);
        StatefulSetStatus status = new StatefulSetStatusBuilder(before)
                .withReplicas(pods.size())
                .withReadyReplicas(ready == 0 ? null : ready)
                .withAvailableReplicas(available)
                .withCurrentReplicas(currents == 0 ? null : currents)
                .withUpdatedReplicas(updated == 0 ? null : updated)
                .withCurrentRevision(current)
                .withUpdateRevision(run.update())
                .withCollisionCount(0)
                .withObservedGeneration(set.getMetadata().getGeneration())
                .build();
        if (!status.equals(before)) {
            context.client()
                    .resource(new StatefulSetBuilder(set).withStatus(status).build())
                    .updateStatus();
        }
        return pods.stream()
                .flatMap(pod -> Pods.untilAvailable(pod, minReady, now).stream())
                .filter(Duration::isPositive)
                .min(Comparator.naturalOrder());
    }

    private static int count(List<Pod> pods, String revision) {
        return (int) pods.stream()
                .filter(pod -> revision.equals(pod.getMetadata().getLabels().get(REVISION)))
                .count();
    }

    @Override
    public void close() {
        loop.close();
    }
}
