package io.carestack.sandbox.controllers;

import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/** Numbers that may be written as a share of a total. */
final class Percentages {
    private Percentages() {}

    /** The absolute number; a missing value is the fallback, a percentage is rounded as asked. */
    static int of(@Nullable IntOrString value, int total, boolean up, String fallback) {
        String text = value == null
                ? fallback
                : value.getStrVal() == null ? String.valueOf(value.getIntVal()) : value.getStrVal();
        if (!text.endsWith("%")) {
            return Integer.parseInt(text);
        }
        double exact = total * Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0;
        return (int) (up ? Math.ceil(exact) : Math.floor(exact));
    }
}
