package io.carestack.operator.rollout.plan;

import io.carestack.operator.rollout.plan.RolloutStep.Wait;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Decides the next step of a release, one durable write at a time, from what is remembered and what is seen. */
public final class RolloutPlanner {
    private static final Set<Rule> ALL = EnumSet.allOf(Rule.class);

    private RolloutPlanner() {}

    /**
     * The next step.
     *
     * @param now the clock that deadlines are compared with
     */
    public static RolloutStep plan(RolloutObservation seen, RolloutMemory memory, Instant now) {
        return plan(seen, memory, now, ALL);
    }

    static RolloutStep plan(RolloutObservation seen, RolloutMemory memory, Instant now, Set<Rule> rules) {
        return Recovery.next(seen, memory, now, rules).orElseGet(() -> decide(new Situation(seen, memory, now, rules)));
    }

    private static RolloutStep decide(Situation now) {
        Phase phase = now.memory().phase();
        boolean early = phase == Phase.Stable || phase.prepares() || phase == Phase.Switching && !now.anyFresh();
        boolean paused = now.wanted().paused() && (!now.holds(Rule.NO_PAUSE_AFTER_SWITCH) || early && !now.anyFresh());
        if (paused && (phase == Phase.Stable || !early)) {
            return new Wait("Paused", "paused", Optional.empty());
        }
        if (paused) {
            return Holds.next(now).orElseThrow();
        }
        return Repairs.next(now).orElseGet(() -> switch (phase) {
            case Stable -> Resting.next(now);
            case Pending, Migrating, Building, Verifying, SmokeTesting, AwaitingApproval -> Preparing.next(now);
            case Switching -> Switchover.next(now);
            case Monitoring -> Watching.monitoring(now);
            case Retiring -> Watching.retiring(now);
            case Aborting -> Aborting.next(now);
            case RollingBack -> GoingBack.next(now);
            case Degraded -> GoingBack.degraded(now);
        });
    }
}
