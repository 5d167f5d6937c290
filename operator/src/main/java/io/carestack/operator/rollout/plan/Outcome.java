package io.carestack.operator.rollout.plan;

/**
 * How a task of the current attempt stands.
 *
 * @param reason why it failed, in its own words
 */
public record Outcome(State state, String reason) {

    /** How far a task is. */
    public enum State {
        /** Wanted, and not begun. */
        MISSING,
        RUNNING,
        /** Done, or not wanted at all. */
        SUCCEEDED,
        FAILED
    }

    public static final Outcome MISSING = new Outcome(State.MISSING, "");
    public static final Outcome RUNNING = new Outcome(State.RUNNING, "");
    public static final Outcome SUCCEEDED = new Outcome(State.SUCCEEDED, "");

    public static Outcome failed(String reason) {
        return new Outcome(State.FAILED, reason);
    }
}
