package io.carestack.sandbox.apiserver.schema;

/** A path as validation messages print it: {@code spec.components[1].name}, {@code metadata.labels[a/b]}. */
public record FieldPath(String text) {
    public static final FieldPath ROOT = new FieldPath("");

    public static FieldPath of(String text) {
        return new FieldPath(text);
    }

    public FieldPath child(String name) {
        return new FieldPath(text.isEmpty() ? name : text + "." + name);
    }

    public FieldPath index(int index) {
        return new FieldPath(text + "[" + index + "]");
    }

    public FieldPath key(String key) {
        return new FieldPath(text + "[" + key + "]");
    }

    @Override
    public String toString() {
        return text;
    }
}
