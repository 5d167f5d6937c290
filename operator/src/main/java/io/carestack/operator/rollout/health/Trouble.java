package io.carestack.operator.rollout.health;

import java.time.Duration;
import java.time.Instant;

/**
 * Something that time alone will hardly mend.
 *
 * @param kind what it is and where, the same as long as it lasts
 * @param sentence the pod's own words
 * @param patience how long it may last
 */
record Trouble(String kind, String sentence, Duration patience) {

    boolean isOver(Instant since, Instant now) {
        return !now.isBefore(since.plus(patience));
    }
}
