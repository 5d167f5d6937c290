package io.carestack.operator.api;

/** Patterns of values that are texts in the resource, as OpenAPI (RE2) expressions. */
public final class Patterns {
    /** Kubernetes durations without fractions: {@code 10m}, {@code 1h30m}, {@code 500ms}, {@code 0s}. */
    public static final String DURATION = "^([0-9]+(ms|s|m|h))+$";

    /** Byte and CPU quantities as Kubernetes writes them. */
    public static final String QUANTITY = "^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$";

    /** Byte quantities: no thousandths. */
    public static final String BYTES = "^[1-9][0-9]*(\\.[0-9]+)?(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$";

    /** Names of Kubernetes objects (RFC 1123 subdomain). */
    public static final String OBJECT_NAME = "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$";

    /** A revision of a release and which attempt at it is meant. */
    public static final String COMMAND = "^[0-9a-f]{16}#[1-9][0-9]{0,8}$";

    private Patterns() {}
}
