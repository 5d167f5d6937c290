package io.carestack.operator.rollout.plan;

/**
 * What the pods of one colour amount to, over all components.
 *
 * @param reason in the pods' own words, for example {@code ImagePullBackOff: manifest unknown: notes:1.4.3}; may be empty unless it failed
 * @param probes what the judge wants to be given next time
 */
public record Health(Verdict verdict, String reason, Probes probes) {

    /** What follows for the rollout. */
    public enum Verdict {
        /** Not yet good often enough in a row; only time or a probe tells more. */
        WAITING,
        /** Good often enough in a row. */
        HEALTHY,
        /** Will not become healthy, or has stopped being so for too long. */
        FAILED
    }

    /** Nothing is known yet. */
    public static final Health UNKNOWN = new Health(Verdict.WAITING, "", Probes.NONE);
}
