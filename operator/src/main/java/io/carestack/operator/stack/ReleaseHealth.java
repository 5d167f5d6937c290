package io.carestack.operator.stack;

import io.carestack.operator.effective.EffectiveRollout;
import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.Failure;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.Target;
import io.carestack.operator.status.ConditionValue;
import java.util.Optional;

/** A release in the words of conditions. Pure. */
final class ReleaseHealth {
    /** Type of the condition: true while the release that the spec describes serves, and nothing is under way. */
    static final String RELEASED = "Released";

    private ReleaseHealth() {}

    /** @param wanted hash of what the spec describes */
    static ConditionValue condition(ReleaseProgress release, String wanted) {
        RolloutMemory memory = release.memory();
        Optional<String> failure = failed(release, wanted);
        if (memory.target().isPresent()) {
            return ConditionValue.no(
                    RELEASED, memory.phase().name(), underWay(release).orElse(""));
        }
        if (failure.isPresent()) {
            return ConditionValue.no(RELEASED, "ReleaseFailed", failure.get());
        }
        return memory.stable().filter(stable -> stable.hash().equals(wanted)).isPresent()
                ? ConditionValue.yes(RELEASED, "Stable", "release " + wanted + " serves")
                : ConditionValue.no(
                        RELEASED,
                        "Waiting",
                        release.message().isEmpty() ? "release " + wanted + " has not begun" : release.message());
    }

    /** Why the wanted release is not tried any more. */
    static Optional<String> failed(ReleaseProgress release, String wanted) {
        return release.memory().target().isPresent()
                ? Optional.empty()
                : release.memory().failure(wanted).map(ReleaseHealth::sentence);
    }

    /** What is under way; empty when nothing is. */
    static Optional<String> underWay(ReleaseProgress release) {
        return release.memory()
                .target()
                .map(target -> "release " + target.id() + " " + release.memory().phase()
                        + (release.message().isEmpty() ? "" : ": " + release.message()));
    }

    /** Hash of the release in a colour. */
    static Optional<String> serving(RolloutMemory memory, Color color) {
        return memory.stable()
                .filter(stable -> stable.color() == color)
                .map(Revision::hash)
                .or(() -> memory.target().map(Target::hash))
                .or(() -> memory.stable().map(Revision::hash));
    }

    /** How far the phase is; empty when it has no length. */
    static String progress(RolloutMemory memory, EffectiveRollout rollout) {
        return switch (memory.phase()) {
            case Verifying ->
                memory.phase() + " " + memory.probes().good() + "/"
                        + rollout.verification().consecutive();
            case Monitoring ->
                memory.due().map(due -> Phase.Monitoring + " until " + due).orElse("");
            case Retiring -> memory.phase() + " " + memory.step() + "/4";
            case Stable,
                    Pending,
                    Migrating,
                    Building,
                    SmokeTesting,
                    AwaitingApproval,
                    Switching,
                    Aborting,
                    RollingBack,
                    Degraded -> "";
        };
    }

    private static String sentence(Failure failure) {
        return "release " + failure.hash() + "#" + failure.attempt() + ": " + failure.message()
                + "; correct the spec, or try it again with spec.rollout.retry: " + failure.hash() + "#"
                + failure.attempt();
    }
}
