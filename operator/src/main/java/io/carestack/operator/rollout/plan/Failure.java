package io.carestack.operator.rollout.plan;

/**
 * A revision that did not become stable: it is not tried again without a command.
 *
 * @param message what happened, in words
 */
public record Failure(String hash, int attempt, Reason reason, String message) {

    /** Why an attempt ended. */
    public enum Reason {
        FAILED,
        ABORTED,
        REVERTED,
        ROLLED_BACK
    }
}
