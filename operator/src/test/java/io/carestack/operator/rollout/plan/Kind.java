package io.carestack.operator.rollout.plan;

/** What a step writes. */
enum Kind {
    STATUS,
    SELECTOR,
    SCALE,
    AUTOSCALER,
    APPLY,
    FENCE,
    TASK,
    NONE;

    static Kind of(RolloutStep step) {
        return switch (step) {
            case RolloutStep.Remember remember -> STATUS;
            case RolloutStep.Select select -> SELECTOR;
            case RolloutStep.Recreate recreate -> SELECTOR;
            case RolloutStep.Scale scale -> SCALE;
            case RolloutStep.Autoscale autoscale -> AUTOSCALER;
            case RolloutStep.Apply apply -> APPLY;
            case RolloutStep.Fence fence -> FENCE;
            case RolloutStep.Run run -> TASK;
            case RolloutStep.DeleteTasks delete -> TASK;
            case RolloutStep.Wait wait -> NONE;
            case RolloutStep.Rest rest -> NONE;
        };
    }
}
