package io.carestack.operator.rollout.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether something outside lets a rollout go on.
 *
 * @param reason why it is closed, in words; empty when it is open
 * @param opens when it opens by itself; empty when nobody knows
 */
public record Gate(boolean open, String reason, Optional<Instant> opens) {
    /** Nothing stands in the way. */
    public static final Gate OPEN = new Gate(true, "", Optional.empty());

    /** Closed until somebody or something opens it. */
    public static Gate closed(String reason) {
        return new Gate(false, reason, Optional.empty());
    }

    /** Closed until a moment that is known. */
    public static Gate closedUntil(Instant opens, String reason) {
        return new Gate(false, reason, Optional.of(opens));
    }
}
