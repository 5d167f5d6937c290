package io.carestack.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.api.PostgresStatus.Member;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole loop with real PostgreSQL processes. */
class PostgresLifeTest {
    private static final String FIRST = "notes-postgres-0";
    private static final String SECOND = "notes-postgres-1";

    @BeforeAll
    static void needsPostgres() {
        assumeTrue(
                LocalStack.binaries().isPresent(),
                "needs root, unshare and a PostgreSQL server in /usr/lib/postgresql to run real instances");
    }

    @Test
    void threeInstancesStreamAndCommitsWaitForOneOfTwoReplicas() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            PostgresStatus status = stack.kubernetes.status();
            assertThat(status.primary()).isEqualTo(FIRST);
            assertThat(status.records()).singleElement().satisfies(record -> {
                assertThat(record.term()).isEqualTo(2);
                assertThat(record.required()).isOne();
                assertThat(record.members()).extracting(Member::instance).containsExactlyInAnyOrder(SECOND, "notes-postgres-2");
            });
            assertThat(stack.kubernetes.roles()).containsEntry(FIRST, "primary").containsEntry(SECOND, "replica");
            assertThat(stack.query(FIRST, "SHOW synchronous_standby_names")).contains("ANY 1 (\"notes-postgres-1_t2\", \"notes-postgres-2_t2\")");
        } 
    }
}
