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
            hashes.put(reference, watch.tell(stack));
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
        Map<ResourceID, Optional<String>> stacks = new ConcurrentHashMap<>();
        stacks.put(stack, Watched.NOTHING_TOLD);
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
            SharedIndexInformer<T> informer, UnaryOperator<T> prune, Map<ResourceID, Optional<String>> stacks) {
        return informer.itemStore(PrunedItemStore.keeping(prune))
                .exceptionHandler((started, failure) -> true)
                .addEventHandler(new ResourceEventHandler<T>() {
                    @Override
                    public void onAdd(T object) {
                        tell(stacks, Watched.hash(prune.apply(object)));
                    }

                    @Override
                    public void onUpdate(T before, T after) {
                        tell(stacks, Watched.hash(prune.apply(after)));
                    }

                    @Override
                    public void onDelete(T object, boolean finalStateUnknown) {
                        tell(stacks, Optional.empty());
                    }
                });
    }

    /** A stack that was told the same has nothing to do; one that was told nothing yet is about to look. */
    private void tell(Map<ResourceID, Optional<String>> stacks, Optional<String> hash) {
        stacks.forEach((stack, told) -> {
            if (!told.equals(hash) && !told.equals(Watched.NOTHING_TOLD)) {
                changed.accept(stack);
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

    /** @param stacks with what each of them was told last */
    private record Watched(
            SharedIndexInformer<? extends HasMetadata> informer,
            CompletableFuture<Void> firstLook,
            Map<ResourceID, Optional<String>> stacks) {
        private static final Optional<String> NOTHING_TOLD = Optional.of("");

        Watched with(ResourceID stack) {
            stacks.putIfAbsent(stack, NOTHING_TOLD);
            return this;
        }

        /** What is so now. An event that came before it was noted down has not told the stack: so it is looked at again afterwards. */
        Optional<String> tell(ResourceID stack) {
            Optional<String> told;
            do {
                told = hash();
                stacks.put(stack, told);
            } while (!told.equals(hash()));
            return told;
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
            return informer.getStore().list().stream().findFirst().flatMap(Watched::hash);
        }

        static Optional<String> hash(HasMetadata object) {
            return Optional.ofNullable(object.getMetadata().getAnnotations().get(HASH));
        }
    }
}
