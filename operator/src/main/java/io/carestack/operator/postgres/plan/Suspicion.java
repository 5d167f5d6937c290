package io.carestack.operator.postgres.plan;

import java.time.Duration;

/**
 * What the probes of a primary say, one each second: a connection and a small write.
 *
 * @param failures probes in a row that got no answer at all
 * @param failing since the first of them
 * @param stalled how long writes have hung while reads are answered
 */
public record Suspicion(int failures, Duration failing, Duration stalled) {
    /** The primary answers. */
    public static final Suspicion NONE = new Suspicion(0, Duration.ZERO, Duration.ZERO);

    private static final int ENOUGH = 3;
    private static final Duration STALL = Duration.ofSeconds(30);

    public boolean lost() {
        return failures >= ENOUGH;
    }

    public boolean stuck() {
        return stalled.compareTo(STALL) >= 0;
    }
}
