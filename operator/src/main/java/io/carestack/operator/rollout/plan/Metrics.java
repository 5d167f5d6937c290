package io.carestack.operator.rollout.plan;

/**
 * What the metrics of the new colour say.
 *
 * @param reason the figures, in words
 * @param samples what the gate wants to be given next time
 */
public record Metrics(Verdict verdict, String reason, Samples samples) {

    /** What follows for the rollout. */
    public enum Verdict {
        GOOD,
        /** Bad often enough in a row, or bad enough at once. */
        BAD,
        /** Too few requests or no data: neither good nor bad. Also when no metrics are asked for. */
        INCONCLUSIVE,
        /** Not answered often enough in a row. */
        UNREACHABLE
    }

    /** What to do when metrics cannot be had. */
    public enum Unavailable {
        POD_HEALTH_ONLY,
        ROLLBACK,
        HOLD
    }

    /** No metrics are asked for. */
    public static final Metrics NONE = new Metrics(Verdict.INCONCLUSIVE, "", Samples.NONE);
}
