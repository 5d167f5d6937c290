package io.carestack.operator.rollout.plan;

import java.time.Duration;
import java.util.List;

/**
 * How requests move from one colour to the other.
 *
 * @param overlap how long a Service selects both colours on the way; zero when one write is to move all requests
 * @param shares of the requests from outside, in percent and growing to 100, that a route sends around the Services to the coming colour; empty without such a route
 * @param pause that each share stands at least
 */
public record Traffic(Duration overlap, List<Integer> shares, Duration pause) {
    private static final Duration FOLLOWING = Duration.ofSeconds(60);

    /** One write of each selector. */
    public static final Traffic SELECTOR = new Traffic(Duration.ZERO, List.of(), Duration.ZERO);

    public Traffic {
        shares = List.copyOf(shares);
    }

    boolean overlaps() {
        return !overlap.isZero();
    }

    boolean routes() {
        return !shares.isEmpty();
    }

    /** What moving takes beyond the writes themselves. */
    Duration time(int services) {
        // from the last share, requests come back to the Services, which is one more change to follow
        return overlap.multipliedBy(services)
                .plus(pause.plus(FOLLOWING).multipliedBy(shares.size() + (routes() ? 1 : 0)));
    }
}
