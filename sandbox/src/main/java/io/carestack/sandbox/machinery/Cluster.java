package io.carestack.sandbox.machinery;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The cached view of a cluster that the controllers and the node share: one watch per kind over all namespaces.
 * Kinds are declared with {@link #watch} before {@link #start}; reads afterwards are from memory and may be stale.
 */
public final class Cluster implements AutoCloseable {
    private static final long SYNC_SECONDS = 60;

    private final KubernetesClient client;
    private final Map<Class<?>, SharedIndexInformer<?>> informers = new LinkedHashMap<>();

    public Cluster(KubernetesClient client) {
        this.client = client;
    }

    public KubernetesClient client() {
        return client;
    }

    /** Calls the handler for every object of the kind that appears, changes or goes, with its last known state. */
    public <T extends HasMetadata> void watch(Class<T> kind, Consumer<T> handler) {
        watch(kind, handler, handler);
    }

    /** As {@link #watch}, with a handler of its own for objects that go. */
    public <T extends HasMetadata> void watch(Class<T> kind, Consumer<T> present, Consumer<T> gone) {
        informer(kind).addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                present.accept(object);
            }

            @Override
            public void onUpdate(T before, T now) {
                present.accept(now);
            }

            @Override
            public void onDelete(T object, boolean finalStateUnknown) {
                gone.accept(object);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private synchronized <T extends HasMetadata> SharedIndexInformer<T> informer(Class<T> kind) {
        return (SharedIndexInformer<T>) informers.computeIfAbsent(
                kind, k -> client.resources(kind).inAnyNamespace().runnableInformer(0));
    }

    /** Starts all watches and returns when every kind is known. */
    public synchronized void start() {
        List<CompletableFuture<Void>> started = new ArrayList<>();
        informers.values().forEach(informer -> started.add(informer.start().toCompletableFuture()));
        CompletableFuture.allOf(started.toArray(CompletableFuture[]::new))
                .orTimeout(SYNC_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** All known objects of a kind. */
    public <T extends HasMetadata> List<T> list(Class<T> kind) {
        return informer(kind).getStore().list();
    }

    /** All known objects of a kind in a namespace. */
    public <T extends HasMetadata> List<T> list(Class<T> kind, String namespace) {
        return informer(kind).getIndexer().byIndex("namespace", namespace);
    }

    /** One object by its name. */
    public <T extends HasMetadata> Optional<T> get(Class<T> kind, Key key) {
        return Optional.ofNullable(informer(kind).getStore().getByKey(key.toString()));
    }

    /** Known objects that the given one controls. */
    public <T extends HasMetadata> List<T> controlledBy(Class<T> kind, HasMetadata owner) {
        return list(kind, owner.getMetadata().getNamespace()).stream()
                .filter(object -> Owners.controls(owner, object))
                .toList();
    }

    @Override
    public synchronized void close() {
        informers.values().forEach(SharedIndexInformer::stop);
    }
}
