package io.carestack.operator.kube;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** An object as compressed JSON, a tenth of what it takes as Java objects; each look gives an object of its own. */
public final class PackedJson<T extends HasMetadata> {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final Class<? extends T> type;
    private final byte[] compressed;

    private PackedJson(Class<? extends T> type, byte[] compressed) {
        this.type = type;
        this.compressed = compressed;
    }

    /** The object, packed; it is not kept itself. */
    @SuppressWarnings("unchecked")
    public static <T extends HasMetadata> PackedJson<T> of(T object) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        ByteArrayOutputStream packed = new ByteArrayOutputStream(1024);
        try (DeflaterOutputStream stream = new DeflaterOutputStream(packed, deflater)) {
            stream.write(SERIALIZATION.asJson(object).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return new PackedJson<>((Class<? extends T>) object.getClass(), packed.toByteArray());
    }

    /** The object, unpacked. */
    public T object() {
        Inflater inflater = new Inflater(true);
        try (InflaterInputStream stream = new InflaterInputStream(new ByteArrayInputStream(compressed), inflater)) {
            return requireNonNull(
                    SERIALIZATION.unmarshal(new String(stream.readAllBytes(), StandardCharsets.UTF_8), type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            inflater.end();
        }
    }
}
