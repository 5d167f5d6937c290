package io.carestack.sandbox.apiserver.apply;

/**
 * Who owns fields: the client's name, how it wrote, in which version, and through which subresource ("" for none).
 * An applier is the same whichever version it applies.
 */
public record Manager(String name, Operation operation, String apiVersion, String subresource) {
    /** How fields came to be owned, as written in {@code managedFields}. */
    public enum Operation {
        APPLY("Apply"),
        UPDATE("Update");

        private final String wireName;

        Operation(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    boolean isSameAs(Manager other) {
        return name.equals(other.name)
                && operation == other.operation
                && subresource.equals(other.subresource)
                && (operation == Operation.APPLY || apiVersion.equals(other.apiVersion));
    }
}
