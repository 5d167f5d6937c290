package io.carestack.operator.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** Content of Secrets between text and the base64 of the wire; {@code stringData} is write-only and would never match what is stored. */
public final class SecretData {
    private SecretData() {}

    /** The values in base64, by key. */
    public static Map<String, String> encode(Map<String, String> values) {
        Map<String, String> encoded = new TreeMap<>();
        values.forEach((key, value) ->
                encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return encoded;
    }

    /** The values as texts, by key. */
    public static Map<String, String> decode(Map<String, String> data) {
        Map<String, String> decoded = new TreeMap<>();
        data.forEach((key, value) ->
                decoded.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return decoded;
    }
}
