package io.carestack.operator.rollout.plan;

/**
 * The revision that shall become stable.
 *
 * @param attempt counts every start and every change of the target in the life of a stack, so that a hash with its attempt never comes twice
 * @param asked what the spec said when the target began: only another value is a change
 * @param restored a revision of the history that a command asked for: it is neither migrated nor approved again
 */
public record Target(String hash, int attempt, String asked, boolean restored) {
    /** How commands name it. */
    public String id() {
        return hash + "#" + attempt;
    }
}
