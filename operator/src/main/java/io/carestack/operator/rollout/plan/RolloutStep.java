package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import java.time.Instant;
import java.util.Optional;

/**
 * One step: one durable write at most, which can be repeated.
 *
 * <p>A {@code version} is the resourceVersion that the write was decided on and must be refused without; empty means that the object must not exist yet.
 */
public sealed interface RolloutStep {

    /**
     * Put the status, with the resourceVersion it was read with.
     *
     * @param reason why, for people; empty where the phase says it
     */
    record Remember(RolloutMemory next, String reason) implements RolloutStep {}

    /** A write to an object of a component, or a task. */
    sealed interface Act extends RolloutStep {}

    /** Write target, freeze and the spec's bounds of an autoscaler, at once. */
    record Autoscale(String component, Color target, Freeze freeze, String version) implements Act {}

    /** Size a Deployment through its scale. */
    record Scale(String component, Color color, int replicas, String version) implements Act {}

    /** Make a Deployment run a revision, in this size; the CareStack is read again before. */
    record Apply(String component, Color color, String revision, int replicas, Optional<String> version)
            implements Act {}

    /** Write the epoch to a Deployment, so that a write decided before is refused; needs no version. */
    record Fence(String component, Color color, long epoch) implements Act {}

    /**
     * Write selector and epoch of a live Service at once; where the selector is right already it is a fence. The CareStack is read again before.
     *
     * @param both until when it shall select both colours, on the way to this one; empty when it is to select this one alone
     */
    record Select(String component, Color color, Optional<Instant> both, long epoch, String version) implements Act {}

    /** Make a missing live Service. */
    record Recreate(String component, Color color, long epoch) implements Act {}

    /** Make the Job of a task, or run the task, for the current target. */
    record Run(Task task, Target target) implements Act {}

    /** Delete the Jobs of every target but this one. */
    record DeleteTasks(Optional<Target> except) implements Act {}

    /** Nothing can be done now; look again when something changes, at this moment at the latest. */
    record Wait(String reason, String message, Optional<Instant> until) implements RolloutStep {}

    /** Everything is as wanted. */
    record Rest() implements RolloutStep {}
}
