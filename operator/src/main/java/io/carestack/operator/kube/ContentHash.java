package io.carestack.operator.kube;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A short hash of the content of Secrets and ConfigMaps, which does not reveal it. */
public final class ContentHash {
    private static final int BYTES = 8;

    private ContentHash() {}

    /** Hash of all keys and values, in hexadecimal; the order of the keys does not matter. */
    @SafeVarargs
    public static String of(@Nullable Map<String, String>... contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map<String, String> content : contents) {
                for (Map.Entry<String, String> entry : new TreeMap<>(content == null ? Map.of() : content).entrySet()) {
                    add(digest, entry.getKey());
                    add(digest, entry.getValue());
                }
                digest.update((byte) 1);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The length goes first, so that moving a character from a key to its value changes the hash. */
    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) 0);
        digest.update(bytes);
    }
}
