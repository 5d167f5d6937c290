package io.carestack.operator.stack;

import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.RolloutStep.Remember;
import io.carestack.operator.rollout.plan.Target;
import io.carestack.operator.status.Note;
import java.util.List;
import java.util.Optional;

/** What there is to tell of a release when its phase changes. Pure. */
final class ReleaseNotes {
    private ReleaseNotes() {}

    static List<Note> of(RolloutMemory before, Remember step) {
        RolloutMemory after = step.next();
        Optional<String> target = after.target().or(before::target).map(Target::id);
        if (after.phase() == before.phase() && after.target().equals(before.target()) || target.isEmpty()) {
            return List.of();
        }
        String why = step.reason().isEmpty() ? "" : ": " + step.reason();
        return switch (after.phase()) {
            case Stable ->
                List.of(
                        before.phase() == Phase.Retiring
                                ? new Note(false, "ReleaseStable", "release " + target.get() + " is stable")
                                : new Note(true, "ReleaseUndone", "release " + target.get() + " was undone" + why));
            case Aborting -> List.of(new Note(true, "ReleaseAborting", "release " + target.get() + why));
            case RollingBack -> List.of(new Note(true, "ReleaseRollingBack", "release " + target.get() + why));
            case Degraded -> List.of(new Note(true, "ReleaseDegraded", "release " + target.get() + why));
            case Pending,
                    Migrating,
                    Building,
                    Verifying,
                    SmokeTesting,
                    AwaitingApproval,
                    Switching,
                    Monitoring,
                    Retiring -> List.of(new Note(false, "Release" + after.phase(), "release " + target.get() + why));
        };
    }
}
