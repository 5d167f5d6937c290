package io.carestack.sandbox.controllers;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Short, name-safe hashes of API objects. */
final class Hashes {
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int LENGTH = 9;

    private final KubernetesSerialization json = new KubernetesSerialization();

    /** Nine characters that depend on the object's content alone. */
    String of(Object object) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(json.asJson(object).getBytes(StandardCharsets.UTF_8));
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < LENGTH; i++) {
                text.append(ALPHABET.charAt(Byte.toUnsignedInt(hash[i]) % ALPHABET.length()));
            }
            return text.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
