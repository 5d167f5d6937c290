package io.carestack.operator.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Reference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;

/** Short hashes that stay the same from one operator to the next as long as the content does. */
final class Hash {
    private static final int BYTES = 8;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private Hash() {}

    /** Hash of an object's JSON. */
    static String of(Object object) {
        try {
            return of(JSON.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + object, e);
        }
    }

    /** Hash of the content of everything referred to; empty when nothing is, or nothing is known yet. */
    static Optional<String> of(Collection<Reference> references, References known) {
        String contents = references.stream()
                .flatMap(reference -> known
                        .hash(reference.kind(), reference.name())
                        .map(hash -> reference.kind() + "/" + reference.name() + "=" + hash)
                        .stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n"));
        return contents.isEmpty() ? Optional.empty() : Optional.of(of(contents));
    }

    private static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
