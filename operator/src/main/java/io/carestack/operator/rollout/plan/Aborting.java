package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.Failure.Reason;
import io.carestack.operator.rollout.plan.RolloutStep.DeleteTasks;
import io.carestack.operator.rollout.plan.RolloutStep.Remember;
import io.carestack.operator.rollout.plan.RolloutStep.Scale;
import java.util.Optional;

/** The end of an attempt that no Service was switched to. */
final class Aborting {
    private Aborting() {}

    static RolloutStep next(Situation now) {
        Color old = now.old();
        boolean gone = now.seen().components().stream().anyMatch(each -> each.runs(old) && each.replicas(old) == 0);
        if (now.anyFresh() || gone) {
            return now.rollBack(
                    now.memory().ending().orElseGet(() -> now.failure(Reason.FAILED, "the old colour does not serve")));
        }
        if (now.seen().leftovers() || now.seen().jobs()) {
            return new DeleteTasks(Optional.empty());
        }
        // A switch that was decided and comes late must fail before the old colour may change its size again.
        return (now.holds(Rule.ABORT_WRITES_SERVICES) ? Pointing.unwritten(now) : Optional.<RolloutStep>empty())
                .or(() -> Autoscalers.next(now, old, Freeze.NONE))
                .orElseGet(() -> shrink(now));
    }

    private static RolloutStep shrink(Situation now) {
        Optional<RolloutStep> scale = idle(now);
        if (scale.isEmpty() || now.late()) {
            return end(now);
        }
        if (!now.due()) {
            return new RolloutStep.Wait(
                    "Aborting", "kept for a look at its logs", now.memory().due());
        }
        return now.mayShrink(now.fresh()) ? scale.get() : Preparing.waiting(now, "the old colour is not ready");
    }

    /** The first component whose new colour still has a size; at 0 an autoscaler leaves alone what only the target has. */
    static Optional<RolloutStep> idle(Situation now) {
        return now.seen().components().stream()
                .filter(each ->
                        each.replicas(now.fresh()) > 0 && (!each.runs(now.old()) || !each.autoscales(now.fresh())))
                .findFirst()
                .map(each -> new Scale(
                        each.name(),
                        now.fresh(),
                        0,
                        each.deployment(now.fresh()).orElseThrow().version()));
    }

    static Remember end(Situation now) {
        String why = now.memory().ending().map(Failure::message).orElse("");
        RolloutMemory consumed =
                now.memory().changed().seen(Orders.consumed(now)).done();
        boolean forgets = !now.holds(Rule.EVERY_END_REMEMBERED)
                && consumed.ending()
                        .filter(each -> each.reason() != Reason.FAILED)
                        .isPresent();
        return new Remember(
                (forgets ? consumed.changed().ending(Optional.empty()).done() : consumed).ended(), why);
    }
}
