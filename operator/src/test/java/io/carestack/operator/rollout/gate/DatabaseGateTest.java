package io.carestack.operator.rollout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.api.PostgresStatus.LastFailover;
import io.carestack.operator.api.PostgresStatus.MoveKind;
import io.carestack.operator.rollout.plan.Gate;
import io.carestack.operator.status.ConditionValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatabaseGateTest {
    private static final ConditionValue READY = ConditionValue.yes("DatabaseReady", "Ready", "takes writes");

    private static PostgresStatus moved(@Nullable String to) {
        return new PostgresStatus(null, null, null, null, null, null, null, null, null, null, null, null, null, null)
                .with(new LastFailover(
                        MoveKind.Failover,
                        "notes-postgres-0",
                        to,
                        4,
                        "2026-11-22T10:00:00Z",
                        "its pod is gone",
                        null,
                        null,
                        null));
    }

    @Test
    void aStackWithoutADatabaseWaitsForNone() {
        assertThat(DatabaseGate.of(Optional.empty(), Optional.empty())).isEqualTo(Gate.OPEN);
    }

    @Test
    void aReadyDatabaseIsOpenAlsoAfterAFailover() {
        assertThat(DatabaseGate.of(Optional.of(READY), Optional.of(moved("notes-postgres-1"))))
                .isEqualTo(Gate.OPEN);
    }

    @Test
    void aDatabaseThatIsNotReadyHoldsInItsOwnWords() {
        ConditionValue lost = ConditionValue.no("DatabaseReady", "PrimaryLost", "notes-postgres-0 does not answer");

        assertThat(DatabaseGate.of(Optional.of(lost), Optional.empty()).reason())
                .isEqualTo("waits for the database: PrimaryLost: notes-postgres-0 does not answer");
        assertThat(DatabaseGate.of(
                                Optional.of(ConditionValue.unknown("DatabaseReady", "Unknown", "?")), Optional.empty())
                        .open())
                .isFalse();
    }

    @Test
    void aFailoverThatIsUnderWayHoldsWhateverTheConditionSays() {
        assertThat(DatabaseGate.of(Optional.of(READY), Optional.of(moved(null))).reason())
                .isEqualTo("waits for the database: writes move away from notes-postgres-0: its pod is gone");
    }
}
