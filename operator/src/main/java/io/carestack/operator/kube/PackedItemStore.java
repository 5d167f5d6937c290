package io.carestack.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cache of objects as compressed JSON without managed fields, a tenth of what they take as Java objects.
 *
 * <p>Children of a stack are looked at when the stack is, and hardly ever otherwise: unpacking them costs a pass a few milliseconds, and keeping them
 * unpacked would make the heap grow by a fifth of a megabyte for each stack. Every look gives an object of its own.
 */
public final class PackedItemStore<T extends HasMetadata> implements ItemStore<T> {
    private final Map<String, Packed<T>> items = new ConcurrentHashMap<>();
    private final Class<T> type;

    public PackedItemStore(Class<T> type) {
        this.type = type;
    }

    @Override
    public String getKey(T item) {
        return Cache.metaNamespaceKeyFunc(item);
    }

    @Override
    public @Nullable T put(String key, T item) {
        item.getMetadata().setManagedFields(List.of());
        return unpack(items.put(key, new Packed<>(PackedJson.of(item), stack(item))));
    }

    @Override
    public @Nullable T remove(String key) {
        return unpack(items.remove(key));
    }

    @Override
    public Stream<String> keySet() {
        return items.keySet().stream();
    }

    /**
     * The objects with nothing but their names and stacks. The informer asks for all values after each list, only to see which of them are gone, and
     * the event source when it starts, only to see to which stacks they belong; unpacking all at once would take the memory that packing saves.
     */
    @Override
    public Stream<T> values() {
        return items.entrySet().stream()
                .map(entry -> named(entry.getKey(), entry.getValue().stack()));
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public @Nullable T get(String key) {
        return unpack(items.get(key));
    }

    private T named(String key, String stack) {
        int slash = key.indexOf('/');
        try {
            T object = type.getConstructor().newInstance();
            object.setMetadata(new ObjectMetaBuilder()
                    .withNamespace(slash < 0 ? null : key.substring(0, slash))
                    .withName(key.substring(slash + 1))
                    .withLabels(stack.isEmpty() ? Map.of() : Map.of(Labels.STACK, stack))
                    .build());
            return object;
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private @Nullable T unpack(@Nullable Packed<T> packed) {
        return packed == null ? null : packed.json().object();
    }

    /** Interned, because a stack has dozens of children. */
    private static String stack(HasMetadata item) {
        Map<String, String> labels = item.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(Labels.STACK, "").intern();
    }

    private record Packed<T extends HasMetadata>(PackedJson<T> json, String stack) {}
}
