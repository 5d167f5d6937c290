package io.carestack.operator.app;

import org.jspecify.annotations.Nullable;

/** Texts as the API server keeps them. */
final class Text {
    private Text() {}

    /** Nothing for an empty text, because the API server drops empty texts. */
    static @Nullable String orNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
