package io.carestack.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cache of objects without what nobody reads. */
public final class PrunedItemStore<T extends HasMetadata> implements ItemStore<T> {
    private final ItemStore<T> items = new BasicItemStore<>(Cache::metaNamespaceKeyFunc);
    private final UnaryOperator<T> prune;

    private PrunedItemStore(UnaryOperator<T> prune) {
        this.prune = prune;
    }

    /** Keeps what the function leaves. */
    public static <T extends HasMetadata> PrunedItemStore<T> keeping(UnaryOperator<T> prune) {
        return new PrunedItemStore<>(prune);
    }

    @Override
    public String getKey(T item) {
        return items.getKey(item);
    }

    @Override
    public @Nullable T put(String key, T item) {
        return items.put(key, prune.apply(item));
    }

    @Override
    public @Nullable T remove(String key) {
        return items.remove(key);
    }

    @Override
    public Stream<String> keySet() {
        return items.keySet();
    }

    @Override
    public Stream<T> values() {
        return items.values();
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public @Nullable T get(String key) {
        return items.get(key);
    }
}
