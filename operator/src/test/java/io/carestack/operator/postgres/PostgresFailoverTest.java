package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static io.carestack.operator.postgres.LocalStack.SECOND;
import static io.carestack.operator.postgres.LocalStack.THIRD;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.api.PostgresStatus.MoveKind;
import io.carestack.operator.status.ConditionValue.Truth;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Other instances take over from primaries of real PostgreSQL processes. */
@RealPostgres
class PostgresFailoverTest {

    @Test
    void aReplicaTakesOverFromALostPrimaryWithEveryAcknowledgedRow() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS id");
            stack.hold(FIRST);
            String primary = stack.takenOver();
            assertThat(stack.query(primary, "SELECT count(*) FROM kept")).isEqualTo("100");
            stack.run(primary, "INSERT INTO kept VALUES (101)");
            assertThat(stack.kubernetes.roles())
                    .containsEntry(primary, "primary")
                    .doesNotContainEntry(FIRST, "primary");
            told(stack, primary);
            stack.release(FIRST);
            stack.untilConverged();
            assertThat(stack.query(FIRST, "SELECT count(*) FROM kept")).isEqualTo("101");
            assertThat(stack.kubernetes.memory().records().getLast().members())
                    .extracting(Member::instance)
                    .contains(FIRST);
        }
    }

    private static void told(LocalStack stack, String primary) {
        PostgresStatus status = stack.until(
                        "told",
                        result -> result.status().orElseThrow().lastFailover() != null
                                && result.status().orElseThrow().lastFailover().completedAt() != null)
                .status()
                .orElseThrow();
        assertThat(status.timeline()).isEqualTo(status.term());
        assertThat(status.quorum()).isEqualTo(new PostgresStatus.Quorum(1, 1));
        assertThat(status.lastFailover()).satisfies(story -> {
            assertThat(story.kind()).isEqualTo(MoveKind.Failover);
            assertThat(story.from()).isEqualTo(FIRST);
            assertThat(story.to()).isEqualTo(primary);
            assertThat(story.term()).isEqualTo(status.term());
            assertThat(story.reason()).contains("its pod or container has ended");
            assertThat(story.writeGap()).matches("[0-9]+[.][0-9]s");
        });
    }

    @Test
    void scenario11AnOldPrimaryThatReturnsIsReadOnlyIsRewoundAndFollowsUnderTheNameOfTheNewTerm() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept (id int)");
            String incarnation = stack.query(FIRST, "SELECT current_setting('carestack.incarnation')");
            stack.hold(SECOND);
            stack.hold(THIRD);
            onlyHere(stack, FIRST);
            stack.hold(FIRST);
            stack.release(SECOND);
            stack.release(THIRD);
            String primary = stack.takenOver();
            stack.run(primary, "INSERT INTO kept VALUES (1)");
            stack.release(FIRST);
            stack.untilConverged();
            assertThat(stack.query(FIRST, "SELECT string_agg(id::text, ',') FROM kept"))
                    .isEqualTo("1");
            assertThat(stack.container(FIRST).log()).contains("rewinding to " + primary);
            assertThat(stack.query(FIRST, "SELECT current_setting('carestack.incarnation')"))
                    .as("it was not cloned")
                    .isEqualTo(incarnation);
            assertThat(stack.query(primary, "SELECT string_agg(application_name, ',') FROM pg_stat_replication"))
                    .contains(FIRST + "_t3");
            assertThat(stack.kubernetes.roles()).containsEntry(FIRST, "replica");
            assertThat(stack.query(FIRST, "SELECT max(setting) FROM pg_file_settings WHERE name = 'carestack.term'"))
                    .isEqualTo("3");
        }
    }

    @Test
    void aFrozenPrimaryIsReplacedAndAcknowledgesNothingWhenItWakesUp() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept (id int)");
            stack.container(FIRST).freeze();
            String primary = stack.takenOver();
            stack.run(primary, "INSERT INTO kept VALUES (1)");
            stack.container(FIRST).thaw();
            stack.until(
                    "the old primary is a replica", result -> result.lookAgain().isEmpty() && standby(stack, FIRST));
            assertThat(stack.kubernetes.memory().primary()).contains(primary);
            assertThat(stack.query(FIRST, "SELECT count(*) FROM kept")).isEqualTo("1");
        }
    }

    @Test
    void aSwitchoverMovesWritesToTheNamedInstanceAndNeedsNoRewind() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS id");
            stack.spec("{instances: 3, switchoverTo: notes-postgres-2}");
            stack.until(
                    "switched",
                    result -> result.lookAgain().isEmpty()
                            && stack.kubernetes
                                    .memory()
                                    .primary()
                                    .filter(THIRD::equals)
                                    .isPresent());
            assertThat(stack.kubernetes.memory().term()).isEqualTo(3);
            assertThat(stack.query(THIRD, "SELECT count(*) FROM kept")).isEqualTo("100");
            assertThat(stack.container(FIRST).log()).doesNotContain("rewinding");
        }
    }

    @Test
    void scenario17WithThePrimaryAndAReplicaLostNothingIsPromotedUntilAPersonOrdersIt() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT 1 AS id");
            stack.hold(SECOND);
            stack.hold(FIRST);
            PostgresResult blocked = stack.until(
                    "blocked", result -> result.conditions().getFirst().reason().equals("FailoverBlocked"));
            assertThat(blocked.conditions().getLast()).satisfies(condition -> {
                assertThat(condition.type()).isEqualTo("FailoverBlocked");
                assertThat(condition.truth()).isEqualTo(Truth.True);
                assertThat(condition.message())
                        .contains("1 of 2 members are missing", "forcePromote: {instance: notes-postgres-2, term: 3}");
            });
            assertThat(stack.kubernetes.memory().term()).isEqualTo(2);
            stack.spec("{instances: 3, failover: {forcePromote: {instance: notes-postgres-2, term: 3}}}");
            stack.until(
                    "forced",
                    result -> stack.kubernetes.memory().promoted()
                            && stack.kubernetes.memory().term() == 3);
            assertThat(stack.kubernetes.memory().primary()).contains(THIRD);
        }
    }

    @Test
    void withoutFailoverThePrimaryIsWaitedFor() throws Exception {
        try (LocalStack stack = new LocalStack("{instances: 2, failover: {enabled: false}}")) {
            stack.untilConverged();
            stack.hold(FIRST);
            stack.until(
                    "said", result -> result.conditions().getFirst().message().contains("failover.enabled is false"));
            stack.release(FIRST);
            stack.untilConverged();
            assertThat(stack.kubernetes.memory().primary()).contains(FIRST);
        }
    }

    @Test
    void aDataDirectoryThatIsThereAndEmptyIsFilledAnew() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT 1 AS id");
            stack.hold(SECOND);
            stack.container(SECOND).emptyDataDirectory();
            stack.release(SECOND);
            stack.untilConverged();
            assertThat(stack.query(SECOND, "SELECT count(*) FROM kept")).isEqualTo("1");
        }
    }

    @Test
    void aParameterThatNeedsARestartReachesReplicasFirstAndThenThePrimaryThroughASwitchover() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS id");
            stack.spec("{instances: 3, parameters: {max_connections: '150'}}");
            stack.until("restarted", result -> result.lookAgain().isEmpty() && everywhere(stack, "150"));
            assertThat(stack.kubernetes.memory().term()).isEqualTo(3);
            assertThat(stack.query(stack.kubernetes.memory().primary().orElseThrow(), "SELECT count(*) FROM kept"))
                    .isEqualTo("100");
            stack.spec("{instances: 3, parameters: {max_connections: '80'}}");
            stack.untilConverged();
            stack.container(FIRST).terminate();
            stack.untilConverged();
            assertThat(stack.query(FIRST, "SHOW max_connections"))
                    .as("a standby that had less than its primary would not start")
                    .isEqualTo("150");
        }
    }

    @Test
    void scenario24PodsOfAnotherFormAreReplacedOneByOneAndThePrimaryLast() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS id");
            stack.spec("{instances: 3, resources: {limits: {cpu: '3'}}}");
            stack.until(
                    "replaced",
                    result -> result.lookAgain().isEmpty() && stack.replaced().size() == 3);
            assertThat(stack.replaced()).containsExactly(SECOND, THIRD, FIRST);
            assertThat(stack.kubernetes.memory().term()).isEqualTo(3);
            assertThat(stack.query(stack.kubernetes.memory().primary().orElseThrow(), "SELECT count(*) FROM kept"))
                    .isEqualTo("100");
        }
    }

    private static boolean everywhere(LocalStack stack, String connections) {
        return stack.containers.keySet().stream().allMatch(instance -> {
            try {
                return stack.query(instance, "SHOW max_connections").equals(connections);
            } catch (SQLException e) {
                return false;
            }
        });
    }

    /** A row that no replica has and that nobody was told of. */
    private static void onlyHere(LocalStack stack, String instance) throws SQLException {
        try (Connection connection = stack.superuser(instance)) {
            Sql.execute(connection, "SET synchronous_commit = local");
            Sql.execute(connection, "INSERT INTO public.kept VALUES (0)");
        }
    }

    private static boolean standby(LocalStack stack, String instance) {
        try {
            return stack.query(instance, "SELECT pg_is_in_recovery()").equals("t");
        } catch (SQLException e) {
            return false;
        }
    }
}
