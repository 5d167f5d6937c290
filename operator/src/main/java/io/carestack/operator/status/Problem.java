package io.carestack.operator.status;

/**
 * Something in the spec, or referred to by it, that cannot be done.
 *
 * @param field path in the resource, for example {@code spec.components[0].envFrom[0].secretRef}
 * @param message what is wrong
 * @param cure what would be right
 */
public record Problem(String field, String message, String cure) {
    /** As shown in conditions and events. */
    public String sentence() {
        return field + ": " + message + "; " + cure;
    }
}
