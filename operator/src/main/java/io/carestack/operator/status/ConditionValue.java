package io.carestack.operator.status;

/**
 * What a domain says about itself: a condition before it is merged with the previous one.
 *
 * @param type for example {@code DatabaseReady}
 * @param reason CamelCase word
 * @param message one sentence: what is wrong, with numbers and the name of the field or object, and what to do
 */
public record ConditionValue(String type, Truth truth, String reason, String message) {

    /** Status of a condition. */
    public enum Truth {
        True,
        False,
        Unknown
    }

    public static ConditionValue yes(String type, String reason, String message) {
        return new ConditionValue(type, Truth.True, reason, message);
    }

    public static ConditionValue no(String type, String reason, String message) {
        return new ConditionValue(type, Truth.False, reason, message);
    }

    public static ConditionValue unknown(String type, String reason, String message) {
        return new ConditionValue(type, Truth.Unknown, reason, message);
    }
}
