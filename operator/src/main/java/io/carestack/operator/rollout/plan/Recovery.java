package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.Failure.Reason;
import io.carestack.operator.rollout.plan.RolloutStep.Remember;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What to remember when nothing is: a new stack is stable as it is asked for, but one whose objects are marked has lost its status. */
final class Recovery {
    private Recovery() {}

    static Optional<RolloutStep> next(RolloutObservation seen, RolloutMemory memory, Instant now, Set<Rule> rules) {
        Optional<Marks> marks = seen.marks().filter(each -> rules.contains(Rule.LOST_STATUS_RECOVERED));
        boolean older = marks.filter(each -> each.epoch() > memory.epoch()).isPresent();
        if (memory.stable().isPresent() && !older) {
            return Optional.empty();
        }
        return Optional.of(marks.map(each -> lost(seen, memory, each, now))
                .orElseGet(() ->
                        new Remember(memory.changed().stable(installed(seen)).done(), "installed")));
    }

    private static Remember lost(RolloutObservation seen, RolloutMemory memory, Marks marks, Instant now) {
        Color old = marks.stable().color();
        boolean off = !seen.allSelect(old);
        RolloutMemory known = memory.changed()
                .stable(marks.stable())
                .target(marks.target())
                .attempts(Math.max(memory.attempts(), marks.attempts()))
                .epoch(Math.max(memory.epoch(), marks.epoch()) + 1)
                .seen(seen.wanted().commands())
                .ending(marks.target()
                        .map(target -> new Failure(
                                target.hash(), target.attempt(), Reason.FAILED, "the status was lost on the way")))
                .sizes(Map.of())
                .done();
        if (marks.target().isEmpty()) {
            return new Remember(known.in(Phase.Stable, Optional.empty(), Optional.empty()), "the status was lost");
        }
        return new Remember(
                off
                        ? known.in(
                                Phase.RollingBack,
                                Optional.of(now.plus(Situation.GOING_BACK)),
                                Optional.of(now.plus(Situation.GROWING)))
                        : known.in(
                                Phase.Aborting,
                                Optional.of(now.plus(Situation.ABORTING)),
                                Optional.of(now.plus(Situation.DEBUGGING))),
                "the status was lost");
    }

    /** What runs, where something does: a stack from before there were rollouts goes on as it is. */
    private static Revision installed(RolloutObservation seen) {
        Color color = live(seen);
        return new Revision(
                seen.components().stream()
                        .flatMap(each -> each.deployment(color).stream())
                        .map(DeploymentSeen::revision)
                        .findFirst()
                        .orElse(seen.wanted().hash()),
                color);
    }

    /** What the first Service selects; blue in a stack that is new. */
    private static Color live(RolloutObservation seen) {
        return seen.components().stream()
                .flatMap(each -> each.service().stream())
                .map(ServiceSeen::color)
                .findFirst()
                .orElse(Color.BLUE);
    }
}
