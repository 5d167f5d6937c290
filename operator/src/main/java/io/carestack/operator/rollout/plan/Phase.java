package io.carestack.operator.rollout.plan;

/** Where a rollout stands. */
public enum Phase {
    Stable,
    Pending,
    Migrating,
    Building,
    Verifying,
    SmokeTesting,
    AwaitingApproval,
    Switching,
    Monitoring,
    Retiring,
    Aborting,
    RollingBack,
    Degraded;

    /** Whether a target exists and no selector may be on it yet. */
    boolean prepares() {
        return switch (this) {
            case Pending, Migrating, Building, Verifying, SmokeTesting, AwaitingApproval -> true;
            case Stable, Switching, Monitoring, Retiring, Aborting, RollingBack, Degraded -> false;
        };
    }
}
