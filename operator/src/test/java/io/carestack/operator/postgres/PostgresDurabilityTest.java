package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static io.carestack.operator.postgres.LocalStack.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carestack.operator.status.ConditionValue;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Durability {@code Preferred} on real PostgreSQL processes. */
@RealPostgres
class PostgresDurabilityTest {

    @Test
    void scenario20WithoutReplicasWritesWaitOrGoOnUnprotectedAndAreProtectedAgainBeforeTheStatusSaysSo()
            throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept (id int)");
            stack.hold(SECOND);
            untilReason(stack, "WritesBlocked");
            assertThatThrownBy(() -> stack.run(FIRST, "INSERT INTO kept VALUES (0)"))
                    .as("the session's socket times out while the commit waits")
                    .isInstanceOf(SQLException.class);
            stack.spec("{instances: 2, synchronous: {durability: Preferred}}");
            untilReason(stack, "WritesUnprotected");
            stack.run(FIRST, "INSERT INTO kept VALUES (1)");
            stack.release(SECOND);
            stack.untilConverged();
            assertThat(stack.query(FIRST, "SELECT current_setting('synchronous_standby_names')"))
                    .isEqualTo("ANY 1 (\"notes-postgres-1_t2\")");
            stack.run(FIRST, "INSERT INTO kept VALUES (2)");
            stack.hold(FIRST);
            assertThat(stack.takenOver()).isEqualTo(SECOND);
            assertThat(stack.query(SECOND, "SELECT string_agg(id::text, ',' ORDER BY id) FROM kept WHERE id > 0"))
                    .as("nothing is lost that was written while a replica streamed")
                    .isEqualTo("1,2");
        }
    }

    @Test
    void aReplicaThatLacksLittleTakesOverWhenTheUnprotectedPrimaryHasHadTimeToStopItself() throws Exception {
        try (LocalStack stack = new LocalStack("{instances: 2, synchronous: {durability: Preferred}}")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT 1 AS id");
            stack.hold(SECOND);
            untilReason(stack, "WritesUnprotected");
            stack.run(FIRST, "INSERT INTO kept VALUES (2)");
            stack.hold(FIRST);
            stack.release(SECOND);
            ConditionValue waiting = untilReason(stack, "PrimaryUnreachable");
            assertThat(waiting.message()).contains("commits waited for no replica", "after 30 s");
            assertThat(stack.takenOver()).isEqualTo(SECOND);
            assertThat(stack.query(SECOND, "SELECT string_agg(id::text, ',' ORDER BY id) FROM kept"))
                    .isEqualTo("1");
            stack.release(FIRST);
            stack.untilConverged();
            assertThat(stack.query(FIRST, "SELECT count(*) FROM kept"))
                    .as("what only the old primary had is rewound")
                    .isEqualTo("1");
        }
    }

    private static ConditionValue untilReason(LocalStack stack, String reason) {
        return stack.until(
                        reason,
                        result -> result.conditions().getFirst().reason().equals(reason)
                                && (!reason.equals("PrimaryUnreachable")
                                        || result.conditions()
                                                .getFirst()
                                                .message()
                                                .contains("commits waited")))
                .conditions()
                .getFirst();
    }
}
