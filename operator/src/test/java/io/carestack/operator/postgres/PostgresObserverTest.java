package io.carestack.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carestack.operator.postgres.plan.Facts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresObserverTest {
    private static final String PRIMARY = "notes-postgres-0";
    private static final String REPLICA = "notes-postgres-1";

    @BeforeAll
    static void needsPostgres() {
        assumeTrue(
                LocalStack.binaries().isPresent(),
                "needs root, unshare and a PostgreSQL server in /usr/lib/postgresql to run real instances");
    }

    @Test
    void aStandbyTellsTheAgeOfItsNewestCommitAndWhetherItIsBeingPromoted() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2")) {
            stack.untilConverged();
            stack.run(PRIMARY, "CREATE TABLE kept AS SELECT 1 AS id");
            Facts replica = stack.observe(REPLICA);
            assertThat(replica.newestCommit())
                    .hasValueSatisfying(
                            age -> assertThat(age).isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(1)));
            assertThat(replica.promoting()).isEmpty();
            assertThat(stack.observe(PRIMARY).newestCommit()).isEmpty();
            assertThat(stack.observe(PRIMARY).promoting()).isEmpty();

            // what a promotion removes as soon as its timeline exists, before recovery has ended
            Path signal = stack.container(REPLICA).home().resolve("data/pgdata/standby.signal");
            Files.delete(signal);
            assertThat(stack.observe(REPLICA).promoting()).isPresent();
            Files.createFile(signal);
        }
    }
}
