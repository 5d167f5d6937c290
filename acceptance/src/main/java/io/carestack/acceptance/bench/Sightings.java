package io.carestack.acceptance.bench;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What a watcher beside the operator sees of one stack and its children; every time that is measured ends with such a sighting. */
final class Sightings implements AutoCloseable {
    private static final List<Class<? extends HasMetadata>> CHILDREN = List.of(
            ConfigMap.class,
            Secret.class,
            ServiceAccount.class,
            Service.class,
            Deployment.class,
            StatefulSet.class,
            HorizontalPodAutoscaler.class,
            PodDisruptionBudget.class,
            NetworkPolicy.class,
            Ingress.class);

    private final List<Watch> watches = new ArrayList<>();
    private final List<Sighting> seen = new ArrayList<>();
    private String followed = "";

    private Sightings() {}

    static Sightings of(KubernetesClient client, String namespace) {
        Sightings sightings = new Sightings();
        for (Class<? extends HasMetadata> kind : CHILDREN) {
            sightings.watches.add(sightings.watch(client, namespace, kind));
        }
        sightings.watches.add(
                client.resources(CareStack.class).inNamespace(namespace).watch(sightings.watcher()));
        return sightings;
    }

    /** Forgets everything and looks at this stack from now on. */
    synchronized void follow(String stack) {
        followed = stack;
        seen.clear();
    }

    synchronized List<Sighting> soFar() {
        return List.copyOf(seen);
    }

    /** Waits until the function finds what it looks for in what was seen since {@link #follow}. */
    synchronized <T> T await(String what, Duration patience, Function<List<Sighting>, Optional<T>> find)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<T> found = find.apply(seen);
            if (found.isPresent()) {
                return found.get();
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new TimeoutException(what + " was not seen of " + followed + " within " + patience);
            }
            wait(left);
        }
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }

    private <T extends HasMetadata> Watch watch(KubernetesClient client, String namespace, Class<T> kind) {
        return client.resources(kind)
                .inNamespace(namespace)
                .withLabel(Labels.MANAGED_BY, Labels.OPERATOR)
                .watch(watcher());
    }

    private <T extends HasMetadata> Watcher<T> watcher() {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, T object) {
                if (action != Action.BOOKMARK) {
                    saw(new Sighting(System.nanoTime(), action, object));
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                System.err.println("bench: a watch ended; what follows is not to be trusted: " + cause.getMessage());
            }
        };
    }

    private synchronized void saw(Sighting sighting) {
        if (stackOf(sighting).equals(followed)) {
            seen.add(sighting);
            notifyAll();
        }
    }

    private static String stackOf(Sighting sighting) {
        Map<String, String> labels = sighting.object().getMetadata().getLabels();
        return sighting.isStack()
                ? sighting.object().getMetadata().getName()
                : labels == null ? "" : labels.getOrDefault(Labels.STACK, "");
    }
}
