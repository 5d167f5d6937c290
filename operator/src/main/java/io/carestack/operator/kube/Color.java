package io.carestack.operator.kube;

import java.util.Locale;

/** The two sides of a blue-green pair. */
public enum Color {
    BLUE,
    GREEN;

    /** The side that is not this one. */
    public Color other() {
        return switch (this) {
            case BLUE -> GREEN;
            case GREEN -> BLUE;
        };
    }

    /** As written in names and labels: {@code blue} or {@code green}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The colour with this label. */
    public static Color fromLabel(String label) {
        return "green".equals(label) ? GREEN : BLUE;
    }
}
