package io.carestack.acceptance.releases;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * What the Services for clients of a stack had behind them, at every version of the API server since the start: between two looks nothing is missed.
 */
final class ServedHistory implements AutoCloseable {
    private static final String PREVIEW = "-preview";

    private record Change(Watcher.Action action, HasMetadata object) {}

    private final List<Service> services;
    private final List<Pod> pods;
    private final long start;
    private final ConcurrentSkipListMap<Long, Change> changes = new ConcurrentSkipListMap<>();
    private final Queue<String> breaks = new ConcurrentLinkedQueue<>();
    private final List<Watch> watches;

    ServedHistory(KubernetesClient client, String namespace, String stack) {
        ServiceList first = client.services()
                .inNamespace(namespace)
                .withLabel("carestack.io/stack", stack)
                .list();
        PodList second = client.pods()
                .inNamespace(namespace)
                .withLabel("carestack.io/stack", stack)
                .list();
        services = first.getItems();
        pods = second.getItems();
        start = Long.parseLong(second.getMetadata().getResourceVersion());
        watches = List.of(
                client.services()
                        .inNamespace(namespace)
                        .withLabel("carestack.io/stack", stack)
                        .watch(since(first.getMetadata().getResourceVersion()), new Recorder<>()),
                client.pods()
                        .inNamespace(namespace)
                        .withLabel("carestack.io/stack", stack)
                        .watch(since(second.getMetadata().getResourceVersion()), new Recorder<>()));
    }

    private static ListOptions since(String version) {
        return new ListOptionsBuilder().withResourceVersion(version).build();
    }

    private final class Recorder<T extends HasMetadata> implements Watcher<T> {
        @Override
        public void eventReceived(Action action, T object) {
            if (action != Action.BOOKMARK) {
                changes.put(Long.parseLong(object.getMetadata().getResourceVersion()), new Change(action, object));
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            breaks.add("the history has a hole: " + cause.getMessage());
        }
    }

    /** Each version at which a Service for clients selected no ready pod, in words. */
    List<String> gaps() {
        Map<String, Service> selecting = new HashMap<>();
        Map<String, Pod> running = new HashMap<>();
        services.forEach(service -> put(selecting, Watcher.Action.ADDED, service));
        pods.forEach(pod -> put(running, Watcher.Action.ADDED, pod));
        List<String> gaps = new ArrayList<>(breaks);
        changes.forEach((version, change) -> {
            switch (change.object()) {
                case Service service -> put(selecting, change.action(), service);
                case Pod pod -> put(running, change.action(), pod);
                default -> throw new IllegalStateException(change.toString());
            }
            if (version > start) {
                selecting.values().stream()
                        .filter(service -> running.values().stream().noneMatch(pod -> serves(service, pod)))
                        .forEach(service -> gaps.add("%s selects %s at version %d, and no such pod is ready"
                                .formatted(
                                        service.getMetadata().getName(),
                                        service.getSpec().getSelector(),
                                        version)));
            }
        });
        return gaps;
    }

    /** What a Service selected, one after the other: a colour, or both. */
    List<String> selections(String service) {
        List<String> selections = new ArrayList<>();
        Stream.concat(services.stream(), changes.values().stream().map(Change::object))
                .filter(object -> object instanceof Service
                        && service.equals(object.getMetadata().getName()))
                .map(object -> ((Service) object).getSpec().getSelector().getOrDefault("carestack.io/color", "both"))
                .filter(each -> selections.isEmpty() || !selections.getLast().equals(each))
                .forEachOrdered(selections::add);
        return selections;
    }

    private static <T extends HasMetadata> void put(Map<String, T> known, Watcher.Action action, T object) {
        String name = object.getMetadata().getName();
        if (action == Watcher.Action.DELETED) {
            known.remove(name);
        } else if (!name.endsWith(PREVIEW)) {
            known.put(name, object);
        }
    }

    private static boolean serves(Service service, Pod pod) {
        return pod.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(service.getSpec().getSelector().entrySet())
                && pod.getMetadata().getDeletionTimestamp() == null
                && Readiness.isPodReady(pod);
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }
}
