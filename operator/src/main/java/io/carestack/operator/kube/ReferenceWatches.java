package io.carestack.operator.kube;

import io.carestack.operator.kube.References.Reference;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Watches the Secrets and ConfigMaps that stacks refer to, each by its name, and keeps nothing of them but a hash.
 *
 * <p>A watch begins when the first stack refers to an object and ends with the last.
 */
public final class ReferenceWatches implements AutoCloseable {
    private static final String HASH = "carestack.io/content";

    private final KubernetesClient client;
    private final Consumer<ResourceID> changed;
    private final Duration patience;
    private final Map<Key, Watched> watched = new ConcurrentHashMap<>();

    /**
     * @param changed told the stacks whose references changed
     * @param patience how long a pass waits for the first look at an object
     */
    public ReferenceWatches(KubernetesClient client, Consumer<ResourceID> changed, Duration patience) {
        this.client = client;
        this.changed = changed;
        this.patience = patience;
    }

    /** Exactly these references are watched for the stack from now on; returns what is known of them. */
    public References follow(ResourceID stack, Set<Reference> references) {
        String namespace = stack.getNamespace().orElseThrow();
        Map<Reference, Optional<String>> hashes = new HashMap<>();
        for (Reference reference : references) {
            Watched watch = watched.compute(
                    new Key(namespace, reference),
                    (key, known) -> known == null ? start(key, stack) : known.with(stack));
            watch.awaitFirstLook(patience);
            hashes.put(reference, watch.hash());
        }
        watched.keySet().stream()
                .filter(key -> key.namespace().equals(namespace) && !references.contains(key.reference()))
                .forEach(key -> watched.computeIfPresent(key, (same, known) -> known.without(stack)));
        return new References(Map.copyOf(hashes));
    }

    /** Ends the watches that only this stack needed. */
    public void forget(ResourceID stack) {
        watched.keySet().forEach(key -> watched.computeIfPresent(key, (same, known) -> known.without(stack)));
    }

    @Override
    public void close() {
        watched.values().forEach(watch -> watch.informer().close());
        watched.clear();
    }

    private Watched start(Key key, ResourceID stack) {
        Set<ResourceID> stacks = ConcurrentHashMap.newKeySet();
        stacks.add(stack);
        SharedIndexInformer<? extends HasMetadata> informer =
                switch (key.reference().kind()) {
                    case Secret ->
                        informer(
                                client.secrets()
                                        .inNamespace(key.namespace())
                                        .withName(key.reference().name())
                                        .runnableInformer(0),
                                ReferenceWatches::hashOnly,
                                stacks);
                    case ConfigMap ->
                        informer(
                                client.configMaps()
                                        .inNamespace(key.namespace())
                                        .withName(key.reference().name())
                                        .runnableInformer(0),
                                ReferenceWatches::hashOnly,
                                stacks);
                };
        return new Watched(informer, informer.start().toCompletableFuture(), stacks);
    }

    private <T extends HasMetadata> SharedIndexInformer<T> informer(
            SharedIndexInformer<T> informer, UnaryOperator<T> prune, Set<ResourceID> stacks) {
        return informer.itemStore(PrunedItemStore.keeping(prune))
                .exceptionHandler((started, failure) -> true)
                .addEventHandler(new ResourceEventHandler<T>() {
                    @Override
                    public void onAdd(T object) {
                        stacks.forEach(changed);
                    }

                    @Override
                    public void onUpdate(T before, T after) {
                        if (!before.getMetadata()
                                .getResourceVersion()
                                .equals(after.getMetadata().getResourceVersion())) {
                            stacks.forEach(changed);
                        }
                    }

                    @Override
                    public void onDelete(T object, boolean finalStateUnknown) {
                        stacks.forEach(changed);
                    }
                });
    }

    private static Secret hashOnly(Secret secret) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(secret.getMetadata().getName())
                .withNamespace(secret.getMetadata().getNamespace())
                .withResourceVersion(secret.getMetadata().getResourceVersion())
                .addToAnnotations(HASH, ContentHash.of(secret.getData()))
                .endMetadata()
                .build();
    }

    private static ConfigMap hashOnly(ConfigMap configMap) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(configMap.getMetadata().getName())
                .withNamespace(configMap.getMetadata().getNamespace())
                .withResourceVersion(configMap.getMetadata().getResourceVersion())
                .addToAnnotations(HASH, ContentHash.of(configMap.getData(), configMap.getBinaryData()))
                .endMetadata()
                .build();
    }

    private record Key(String namespace, Reference reference) {}

    private record Watched(
            SharedIndexInformer<? extends HasMetadata> informer,
            CompletableFuture<Void> firstLook,
            Set<ResourceID> stacks) {

        Watched with(ResourceID stack) {
            stacks.add(stack);
            return this;
        }

        @SuppressWarnings("NullAway") // computeIfPresent removes the entry when it gets null
        Watched without(ResourceID stack) {
            stacks.remove(stack);
            if (stacks.isEmpty()) {
                informer.close();
                return null;
            }
            return this;
        }

        void awaitFirstLook(Duration patience) {
            try {
                firstLook.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("a referenced object cannot be watched", e);
            }
        }

        Optional<String> hash() {
            return informer.getStore().list().stream()
                    .findFirst()
                    .map(object -> object.getMetadata().getAnnotations().get(HASH));
        }
    }
}
