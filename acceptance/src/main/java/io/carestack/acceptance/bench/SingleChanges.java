package io.carestack.acceptance.bench;

import static io.carestack.acceptance.bench.Rig.PATIENCE;

import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.Watcher.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** How fast one stack among many follows a change of its spec and the loss of a child. */
final class SingleChanges {
    /** Two components, each with a Deployment for either colour. */
    private static final int CHANGED = 4;

    private static final List<Class<? extends HasMetadata>> DELETED =
            List.of(Service.class, Deployment.class, NetworkPolicy.class, PodDisruptionBudget.class);

    private final Rig rig;
    private final BenchSettings settings;
    private final Report report;

    SingleChanges(Rig rig, BenchSettings settings, Report report) {
        this.rig = rig;
        this.settings = settings;
        this.report = report;
    }

    void measure() throws Exception {
        changes();
        deletions();
    }

    private void changes() throws Exception {
        List<Double> firstWrites = new ArrayList<>();
        List<Double> complete = new ArrayList<>();
        for (int i = 0; i < settings.tries(); i++) {
            String name = "new-" + i;
            String version = "changed-" + i;
            rig.sightings().follow(name);
            long sent = System.nanoTime();
            rig.fleet().change(name, version);
            List<Sighting> seen = rig.sightings().await("the new images", PATIENCE, so -> carrying(version, so));
            long event = time(seen, sighting -> sighting.isStack() && sighting.action() == Action.MODIFIED);
            long first = time(seen, sighting -> carries(version, sighting));
            firstWrites.add(Math.max(0, first - event) / 1e6);
            complete.add((seen.getLast().nanos() - sent) / 1e6);
            rig.settle(Duration.ofMillis(500));
        }
        Distribution first = new Distribution(firstWrites);
        Distribution all = new Distribution(complete);
        report.line(
                "a changed stack among %d: event -> first write".formatted(rig.stacks()),
                "p99 <= 50 ms",
                first.quantile(0.99) <= 50,
                rig.stacks() >= 300,
                first + ", as a second watcher sees both");
        report.line(
                "a changed stack among %d: until all changed".formatted(rig.stacks()),
                "p99 <= 250 ms",
                all.quantile(0.99) <= 250,
                rig.stacks() >= 300,
                all.toString());
    }

    private void deletions() throws Exception {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < settings.tries(); i++) {
            String name = "new-" + i;
            HasMetadata victim = child(DELETED.get(i % DELETED.size()), name);
            rig.sightings().follow(name);
            long sent = System.nanoTime();
            rig.fleet().remove(victim);
            long back = rig.sightings()
                    .await(
                            "the deleted " + victim.getKind(),
                            PATIENCE,
                            seen -> seen.stream()
                                    .filter(sighting -> sighting.action() == Action.ADDED
                                            && sighting.kind().equals(victim.getKind())
                                            && isSuccessor(sighting.object(), victim))
                                    .map(Sighting::nanos)
                                    .findFirst());
            times.add((back - sent) / 1e6);
            rig.settle(Duration.ofMillis(500));
        }
        Distribution all = new Distribution(times);
        report.line("a deleted child is back", "p99 <= 200 ms", all.quantile(0.99) <= 200, all.toString());
    }

    private <T extends HasMetadata> HasMetadata child(Class<T> kind, String stack) {
        return rig.fleet()
                .client()
                .resources(kind)
                .inNamespace(rig.fleet().namespace())
                .withLabel(Labels.STACK, stack)
                .list()
                .getItems()
                .getFirst();
    }

    private static boolean isSuccessor(HasMetadata object, HasMetadata victim) {
        return object.getMetadata().getName().equals(victim.getMetadata().getName())
                && !object.getMetadata().getUid().equals(victim.getMetadata().getUid());
    }

    /** What was seen, once all Deployments have the image. */
    private static Optional<List<Sighting>> carrying(String version, List<Sighting> seen) {
        return seen.stream()
                                .filter(sighting -> carries(version, sighting))
                                .map(Sighting::id)
                                .distinct()
                                .count()
                        == CHANGED
                ? Optional.of(List.copyOf(seen))
                : Optional.empty();
    }

    private static boolean carries(String version, Sighting sighting) {
        return sighting.object() instanceof Deployment deployment
                && deployment
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage()
                        .endsWith(":" + version);
    }

    private static long time(List<Sighting> seen, Predicate<Sighting> which) {
        return seen.stream()
                .filter(which)
                .mapToLong(Sighting::nanos)
                .findFirst()
                .orElseGet(() -> seen.getLast().nanos());
    }
}
