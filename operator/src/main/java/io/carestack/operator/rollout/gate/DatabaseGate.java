package io.carestack.operator.rollout.gate;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.rollout.plan.Gate;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.ConditionValue.Truth;
import java.util.Optional;

/** Whether the database is fit for a release: it takes writes, and they do not move to another instance just now. */
public final class DatabaseGate {
    private DatabaseGate() {}

    /**
     * The gate of a stack's database.
     *
     * @param ready what the database says of itself; empty for a stack without one
     * @param status of a database that the operator runs
     */
    public static Gate of(Optional<ConditionValue> ready, Optional<PostgresStatus> status) {
        Optional<String> moving = status.map(PostgresStatus::lastFailover)
                .filter(last -> last.to() == null)
                .map(last -> "writes move away from " + last.from() + ": " + last.reason());
        Optional<String> unready = ready.filter(condition -> condition.truth() != Truth.True)
                .map(condition -> condition.reason() + ": " + condition.message());
        return moving.or(() -> unready)
                .map(reason -> Gate.closed("waits for the database: " + reason))
                .orElse(Gate.OPEN);
    }
}
