package io.carestack.operator.store;

import java.nio.charset.StandardCharsets;

/** Percent-encoding of one part of a URI: everything but RFC 3986's unreserved characters, and never a plus for a space. */
public final class UriPart {
    private static final String UNRESERVED = "-._~";

    private UriPart() {}

    /** The text as it may stand between two delimiters of a URI. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            if (character < 0x80 && (Character.isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0)) {
                encoded.append(character);
            } else {
                encoded.append('%').append("%02X".formatted(each & 0xff));
            }
        }
        return encoded.toString();
    }
}
