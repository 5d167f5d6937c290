package io.carestack.sandbox.apiserver.error;

/** One entry of {@code details.causes}: machine-readable reason, message, and the field path ("" when none). */
public record Cause(String reason, String message, String field) {

    public static Cause required(String field, String detail) {
        return new Cause(
                "FieldValueRequired", detail.isEmpty() ? "Required value" : "Required value: " + detail, field);
    }

    /** {@code shown} is the offending value as it is to be printed. */
    public static Cause invalid(String field, String shown, String detail) {
        return new Cause("FieldValueInvalid", "Invalid value: " + shown + ": " + detail, field);
    }

    public static Cause forbidden(String field, String detail) {
        return new Cause("FieldValueForbidden", "Forbidden: " + detail, field);
    }

    public static Cause duplicate(String field, String shown) {
        return new Cause("FieldValueDuplicate", "Duplicate value: " + shown, field);
    }

    public static Cause notFound(String field, String shown) {
        return new Cause("FieldValueNotFound", "Not found: " + shown, field);
    }

    public static Cause notSupported(String field, String shown, Iterable<String> supported) {
        return new Cause(
                "FieldValueNotSupported",
                "Unsupported value: " + shown + ": supported values: \"" + String.join("\", \"", supported) + "\"",
                field);
    }

    public static Cause typeInvalid(String field, String shown, String detail) {
        return new Cause("FieldValueTypeInvalid", "Invalid value: " + shown + ": " + detail, field);
    }

    public static Cause tooLong(String field, String detail) {
        return new Cause("FieldValueTooLong", "Too long: " + detail, field);
    }

    public static Cause tooMany(String field, int actual, int allowed) {
        return new Cause(
                "FieldValueTooMany", "Too many: " + actual + ": must have at most " + allowed + " items", field);
    }

    String text() {
        return field.isEmpty() ? message : field + ": " + message;
    }
}
