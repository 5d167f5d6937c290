package io.carestack.operator.stack;

import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.status.Note;
import io.carestack.operator.status.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far a release came in one pass.
 *
 * @param message what is waited for, in words; may be empty
 * @param notes what there is to tell in events
 * @param refused what the API server did not accept
 * @param lookAgain when another look is due although nothing may happen until then
 */
record ReleaseProgress(
        RolloutMemory memory, String message, List<Note> notes, List<Problem> refused, Optional<Duration> lookAgain) {

    /** Nothing is released yet, or nothing may be. */
    static ReleaseProgress none(RolloutMemory memory) {
        return new ReleaseProgress(memory, "", List.of(), List.of(), Optional.empty());
    }
}
