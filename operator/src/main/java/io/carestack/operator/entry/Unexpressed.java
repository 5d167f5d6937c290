package io.carestack.operator.entry;

/**
 * A setting that the chosen way in cannot express, or only in part.
 *
 * @param field path in the resource, for example {@code spec.entry.rateLimit}
 * @param why what is missing, and what to do where something can be done
 */
public record Unexpressed(String field, String why) {
    /** As shown in the condition. */
    public String sentence() {
        return field + ": " + why;
    }
}
