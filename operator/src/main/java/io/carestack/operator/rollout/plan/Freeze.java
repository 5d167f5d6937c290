package io.carestack.operator.rollout.plan;

/** In which directions an autoscaler is held. */
public enum Freeze {
    NONE,
    DOWN,
    BOTH
}
