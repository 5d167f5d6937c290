package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static io.carestack.operator.postgres.LocalStack.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The scripts with another shell and other tools than Debian's. */
@RealPostgres(programs = "/bin/busybox")
class PostgresToolsTest {

    @Test
    void withBusyboxAStackStartsFailsOverRewindsAndIsFilledAnew() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2").withBusybox()) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS id");
            stack.hold(FIRST);
            assertThat(stack.takenOver()).isEqualTo(SECOND);
            stack.release(FIRST);
            stack.untilConverged();
            stack.run(SECOND, "INSERT INTO kept VALUES (101)");
            stack.container(FIRST).kill();
            stack.container(FIRST).empty();
            stack.untilConverged();
            assertThat(stack.query(FIRST, "SELECT count(*) FROM kept")).isEqualTo("101");
            assertThat(stack.logs()).doesNotContain(".sh: line", "unrecognized option", "invalid option");
        }
    }
}
