package io.carestack.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The scripts with another shell and other tools than Debian's. */
class PostgresToolsTest {
    private static final String FIRST = "notes-postgres-0";
    private static final String SECOND = "notes-postgres-1";

    @BeforeAll
    static void needsPostgresAndBusybox() {
        assumeTrue(
                LocalStack.binaries().isPresent() && Files.isExecutable(Path.of("/bin/busybox")),
                "needs root, unshare, busybox and a PostgreSQL server to run real instances");
    }

    @Test
    void withBusyboxAStackStartsFailsOverRewindsAndIsFilledAnew() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2").withBusybox()) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS id");
            stack.hold(FIRST);
            stack.until(
                    "taken over",
                    result -> stack.kubernetes
                            .memory()
                            .primary()
                            .filter(SECOND::equals)
                            .isPresent());
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
