package io.carestack.operator.store;

import java.security.SecureRandom;
import java.util.Base64;

/** Generated passwords: 32 URL-safe characters, which is 192 random bits. */
public final class Password {
    private static final int BYTES = 24;

    private Password() {}

    /** A new password. */
    public static String generate(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
