package io.carestack.sandbox.node;

/** A container or pod cannot be started as it is written; the reason is the kubelet's own word for it. */
final class StartRefused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    StartRefused(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    static StartRefused configuration(String message) {
        return new StartRefused("CreateContainerConfigError", message);
    }

    String reason() {
        return reason;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
