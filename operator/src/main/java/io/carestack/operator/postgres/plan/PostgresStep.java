package io.carestack.operator.postgres.plan;

import io.carestack.operator.api.PostgresStatus.Member;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One step of the protocol. Each can be repeated, and be finished by another operator. */
public sealed interface PostgresStep {

    /**
     * Write the memory by compare-and-swap, and do nothing else.
     *
     * @param reason why, for people; empty where what is written says it
     */
    record Remember(Memory next, String reason) implements PostgresStep {
        Remember(Memory next) {
            this(next, "");
        }
    }

    /** Something that changes an instance or its pod. */
    sealed interface Act extends PostgresStep {}

    /** Give the pod this role label, or none. */
    record Label(String pod, Optional<String> role) implements Act {}

    /** Write the term to the instance's disk, cut it off from its primary and verify that its receiver is gone. */
    record Seal(String instance) implements Act {}

    /**
     * Stop an instance that takes writes in a term that is over; it comes back read-only.
     *
     * @param gentle let its replicas have all that it wrote first, so that it need not be rewound
     */
    record Stop(String instance, boolean gentle) implements Act {}

    /** Write out dirty pages while the primary still works, so that it stops quickly, and only then begin the term in which another one takes over. */
    record HandOver(String primary, Memory next) implements Act {}

    /**
     * Have a replica that can never follow as it is made into one that can, at its next start.
     *
     * @param rewind undo what the primary's history does not contain; otherwise the directory is filled anew
     */
    record Rejoin(String replica, String primary, boolean rewind) implements Act {}

    /** Set the names, write the missing history files and promote, all in one fenced session. */
    record Promote(String instance, String names, long fromTimeline) implements Act {}

    /** Let commits wait for these names. */
    record SetNames(String primary, String names) implements Act {}

    /** Let commits wait for more members than before, make that effective in every process, see that enough hold everything, and only then remember it. */
    record RaiseRequired(String primary, String names, Memory next) implements Act {}

    /** Let commits wait no more for a member, see that enough of the others hold everything, and only then remember it. */
    record RemoveMembers(String primary, String names, int required, List<Member> remaining, Memory next)
            implements Act {}

    /** See a commit acknowledged by the members of the term, and only then forget the terms before. */
    record ConfirmTerm(String primary, Memory next) implements Act {}

    /** Make the slot on the primary and let the replica stream from it. */
    record Follow(String replica, String primary, String slot, String conninfo) implements Act {}

    /** Drop the slot of an instance that is gone. */
    record DropSlot(String primary, String slot) implements Act {}

    /** Create or correct roles, passwords and the application's database. */
    record ConfigureDatabase(String primary) implements Act {}

    /** Let the server of an instance start again, for parameters that need it. */
    record Restart(String instance) implements Act {}

    /** Delete the pod of an instance, so that it is made again as the spec says. */
    record DeletePod(String pod) implements Act {}

    /** Let the instance read its configuration files again. */
    record Reload(String instance) implements Act {}

    /** Nothing can be done now; look again after a while. */
    record Wait(String reason, String message, Duration lookAgain) implements PostgresStep {}

    /** Everything is as wanted. */
    record Converged() implements PostgresStep {}
}
