package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.postgres.plan.Facts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@RealPostgres
class PostgresObserverTest {
    private static final String REPLICA = "notes-postgres-1";

    @Test
    void aStandbyTellsTheAgeOfItsNewestCommitAndWhetherItIsBeingPromoted() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT 1 AS id");
            Facts replica = stack.observe(REPLICA);
            assertThat(replica.newestCommit())
                    .hasValueSatisfying(
                            age -> assertThat(age).isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(1)));
            assertThat(replica.promoting()).isEmpty();
            assertThat(stack.observe(FIRST).newestCommit()).isEmpty();
            assertThat(stack.observe(FIRST).promoting()).isEmpty();

            // what a promotion removes as soon as its timeline exists, before recovery has ended
            Path signal = stack.container(REPLICA).home().resolve("data/pgdata/standby.signal");
            Files.delete(signal);
            assertThat(stack.observe(REPLICA).promoting()).isPresent();
            Files.createFile(signal);
        }
    }
}
