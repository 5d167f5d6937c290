package io.carestack.operator.kube;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A cache of objects as compressed JSON without managed fields, a tenth of what they take as Java objects.
 *
 * <p>Children of a stack are looked at when the stack is, and hardly ever otherwise: unpacking them costs a pass a few milliseconds, and keeping them
 * unpacked would make the heap grow by a fifth of a megabyte for each stack. Every look gives an object of its own.
 */
public final class PackedItemStore<T extends HasMetadata> implements ItemStore<T> {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final Map<String, byte[]> items = new ConcurrentHashMap<>();
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
        return unpack(items.put(key, pack(item)));
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
     * The objects with nothing but their names. The informer asks for all values after each list, only to see which of them are gone; unpacking all at
     * once would take the memory that packing saves.
     */
    @Override
    public Stream<T> values() {
        return items.keySet().stream().map(this::named);
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public @Nullable T get(String key) {
        return unpack(items.get(key));
    }

    private T named(String key) {
        int slash = key.indexOf('/');
        try {
            T object = type.getConstructor().newInstance();
            object.setMetadata(new ObjectMetaBuilder()
                    .withNamespace(slash < 0 ? null : key.substring(0, slash))
                    .withName(key.substring(slash + 1))
                    .build());
            return object;
        } catch (NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException(type + " cannot be made", e);
        }
    }

    private static byte[] pack(HasMetadata item) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        ByteArrayOutputStream packed = new ByteArrayOutputStream(1024);
        try (DeflaterOutputStream stream = new DeflaterOutputStream(packed, deflater)) {
            stream.write(SERIALIZATION.asJson(item).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    private @Nullable T unpack(byte @Nullable [] packed) {
        if (packed == null) {
            return null;
        }
        Inflater inflater = new Inflater(true);
        try (InflaterInputStream stream = new InflaterInputStream(new ByteArrayInputStream(packed), inflater)) {
            return requireNonNull(
                    SERIALIZATION.unmarshal(new String(stream.readAllBytes(), StandardCharsets.UTF_8), type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            inflater.end();
        }
    }
}
