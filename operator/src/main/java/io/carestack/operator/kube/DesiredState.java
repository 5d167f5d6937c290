package io.carestack.operator.kube;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * An object as it shall be, together with a hash of that wish in an annotation.
 *
 * <p>A subset match alone cannot see that a field is no longer wished for, because what is not wished is ignored; the hash can.
 */
public final class DesiredState {
    /** Annotation with the hash of what the operator last applied. */
    public static final String HASH = "carestack.io/applied";

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final HasMetadata object;
    private final ObjectNode tree;
    private final String hash;

    private DesiredState(HasMetadata object, ObjectNode tree, String hash) {
        this.object = object;
        this.tree = tree;
        this.hash = hash;
    }

    /** The wish for an object; the object itself is not changed. */
    public static DesiredState of(HasMetadata wished) {
        HasMetadata object = SERIALIZATION.clone(wished);
        Map<String, String> annotations = new TreeMap<>();
        if (object.getMetadata().getAnnotations() != null) {
            annotations.putAll(object.getMetadata().getAnnotations());
        }
        String hash = hash(withoutRelease(object, tree(object)));
        annotations.put(HASH, hash);
        object.getMetadata().setAnnotations(annotations);
        return new DesiredState(object, tree(object), hash);
    }

    /** The object to send, with the hash. */
    public HasMetadata object() {
        return object;
    }

    /** Whether the observed object needs no change. */
    public boolean isMetBy(HasMetadata observed) {
        return SubsetMatcher.matches(tree, tree(observed));
    }

    /** The hash of the wish. */
    public String hash() {
        return hash;
    }

    private static ObjectNode tree(HasMetadata object) {
        ObjectNode tree = requireNonNull(SERIALIZATION.convertValue(object, ObjectNode.class));
        tree.remove("status");
        return tree;
    }

    /** A size and the marks of a release are no part of the wish: they are written with it, and change without it. */
    private static ObjectNode withoutRelease(HasMetadata object, ObjectNode tree) {
        if (object instanceof Deployment && tree.get("spec") instanceof ObjectNode spec) {
            spec.remove("replicas");
        }
        if (tree.get("metadata") instanceof ObjectNode metadata
                && metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(Labels.ROLLOUT);
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
        return tree;
    }

    private static String hash(JsonNode tree) {
        try {
            byte[] canonical = MAPPER.writeValueAsString(MAPPER.convertValue(tree, TreeMap.class))
                    .getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(canonical), 0, 8);
        } catch (JsonProcessingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
