package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static io.carestack.operator.postgres.LocalStack.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.postgres.plan.Memory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole loop with real PostgreSQL processes. */
@RealPostgres
class PostgresLifeTest {

    @Test
    void threeInstancesStreamAndCommitsWaitForOneOfTwoReplicas() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            Memory status = stack.kubernetes.memory();
            assertThat(status.primary()).contains(FIRST);
            assertThat(status.records()).singleElement().satisfies(record -> {
                assertThat(record.term()).isEqualTo(2);
                assertThat(record.required()).isOne();
                assertThat(record.members())
                        .extracting(Member::instance)
                        .containsExactlyInAnyOrder(SECOND, "notes-postgres-2");
            });
            assertThat(stack.kubernetes.roles()).containsEntry(FIRST, "primary").containsEntry(SECOND, "replica");
            assertThat(stack.query(FIRST, "SHOW synchronous_standby_names"))
                    .contains("ANY 1 (\"notes-postgres-1_t2\", \"notes-postgres-2_t2\")");
        }
    }

    @Test
    void aRestartedPrimaryThatNobodyReplacesTakesWritesAgainInATermOfItsOwn() throws Exception {
        try (LocalStack stack = new LocalStack("{instances: 3, failover: {enabled: false}}")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT 1 AS id");
            String incarnation = incarnation(stack, FIRST);
            stack.container(FIRST).kill();
            stack.until("term 3", result -> result.lookAgain().isEmpty() && term(stack) == 3);
            assertThat(stack.kubernetes.memory().primary()).contains(FIRST);
            assertThat(incarnation(stack, FIRST)).isEqualTo(incarnation);
            assertThat(stack.query(FIRST, "SELECT count(*) FROM kept")).isEqualTo("1");
            assertThat(stack.query(FIRST, "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"))
                    .as("the timeline is the term")
                    .isEqualTo("00000003");
            assertThat(stack.kubernetes.history())
                    .as("the record is in the status before the promotion is")
                    .filteredOn(status -> status.term() == 3)
                    .first()
                    .satisfies(status -> assertThat(status.candidate()).isEmpty());
        }
    }

    /** A new statement's text is written to the volume. On one that stalled, that hung each look at the primary, and nobody took over. */
    @Test
    void theOperatorsStatementsLeaveNoStatisticsOnAVolumeThatMayStall() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 1")) {
            stack.untilConverged();
            assertThat(stack.query(FIRST, "SHOW pg_stat_statements.track")).isEqualTo("none");
        }
    }

    @Test
    void aCommitIsAcknowledgedOnlyWithAReplica() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept (id int)");
            stack.container(SECOND).terminate();
            assertThatThrownBy(() -> stack.query(FIRST, "INSERT INTO kept VALUES (1) RETURNING id"))
                    .as("the session's socket times out while the commit waits")
                    .isInstanceOf(SQLException.class);
            stack.untilConverged();
            assertThat(stack.query(FIRST, "INSERT INTO kept VALUES (2) RETURNING id"))
                    .isEqualTo("2");
            assertThat(term(stack)).as("the primary never stopped").isEqualTo(2);
        }
    }

    @Test
    void whatOneMemberHasIsOnBothBeforeBothAreRequired() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            String receiver = stack.query(SECOND, "SELECT pid FROM pg_stat_wal_receiver");
            signal(stack, SECOND, "STOP", receiver);
            stack.run(FIRST, "CREATE TABLE kept AS SELECT 1 AS id");
            stack.spec("{instances: 3, synchronous: {replicas: 2}}");
            assertThat(stack.pass().conditions())
                    .as("the frozen member still counts as streaming, and does not have the row")
                    .first()
                    .satisfies(
                            condition -> assertThat(condition.toString()).contains("RaiseRequired", "hold everything"));
            assertThat(stack.kubernetes.memory().records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.required()).isOne());
            signal(stack, SECOND, "CONT", receiver);
            stack.until("both are required", result -> result.lookAgain().isEmpty());
            assertThat(stack.kubernetes.memory().records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.required()).isEqualTo(2));
            assertThat(stack.query(SECOND, "SELECT count(*) FROM kept")).isEqualTo("1");
        }
    }

    private static void signal(LocalStack stack, String instance, String signal, String process) throws SQLException {
        stack.run(instance, "COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; kill -%s %s'".formatted(signal, process));
    }

    @Test
    void scenario21AnEmptiedReplicaIsClonedAsAnotherIncarnationAndCountsOnlyWhenItIsAddedAgain() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            String before = incarnation(stack, SECOND);
            stack.container(SECOND).terminate();
            stack.container(SECOND).empty();
            stack.until("cloned and counted", result -> result.lookAgain().isEmpty());
            String after = incarnation(stack, SECOND);
            assertThat(after).isNotEqualTo(before);
            assertThat(stack.kubernetes.memory().records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.members())
                            .contains(new Member(SECOND, after))
                            .doesNotContain(new Member(SECOND, before)));
            assertThat(stack.container(SECOND).log()).doesNotContain("initdb, as the operator ordered");
        }
    }

    @Test
    void retainedVolumesAreAdoptedWithEveryCommitWhenTheStatusIsLost() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            String identifier = stack.kubernetes.memory().systemIdentifier().orElseThrow();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS id");
            stack.deleteButRetain();
            stack.untilConverged();
            assertThat(stack.kubernetes.memory().systemIdentifier()).contains(identifier);
            String primary = stack.kubernetes.memory().primary().orElseThrow();
            assertThat(stack.query(primary, "SELECT count(*) FROM kept")).isEqualTo("100");
            assertThat(term(stack)).isGreaterThan(2);
            assertThat(stack.logs().split("initdb, as the operator ordered")).hasSize(2);
        }
    }

    @Test
    void aStatusThatIsLostWhileTheStackRunsIsFoundAgain() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT 1 AS id");
            stack.kubernetes.loseStatus();
            stack.untilConverged();
            assertThat(stack.query(stack.kubernetes.memory().primary().orElseThrow(), "SELECT count(*) FROM kept"))
                    .isEqualTo("1");
        }
    }

    @Test
    void anotherDatabaseInTheVolumeOfAReplicaIsNeitherPromotedNorCounted() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2");
                LocalStack other = new LocalStack("instances: 1")) {
            stack.untilConverged();
            other.kubernetes.put(
                    "notes-postgres-superuser",
                    stack.kubernetes.find("care", "notes-postgres-superuser").orElseThrow());
            other.untilConverged();
            stack.container(SECOND).terminate();
            stack.container(SECOND).empty();
            other.container(FIRST).terminate();
            stack.container(SECOND).takeData(other.container(FIRST));
            PostgresResult result = stack.until(
                    "refused", each -> each.conditions().getFirst().reason().equals("DifferentDatabases"));
            assertThat(stack.kubernetes.memory().primary()).contains(FIRST);
            assertThat(result.status().orElseThrow().ready()).isEqualTo("1/2");
        }
    }

    @Test
    void aSingleInstanceRestartsAndComesBack() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 1")) {
            stack.untilConverged();
            assertThat(stack.query(FIRST, "SHOW synchronous_standby_names")).isEmpty();
            stack.container(FIRST).terminate();
            stack.until("term 3", result -> result.lookAgain().isEmpty() && term(stack) == 3);
            stack.run(FIRST, "CREATE TABLE works AS SELECT 7 AS id");
        }
    }

    @Test
    void instancesAreAddedAndRemovedOneMemberAtATime() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 1")) {
            stack.untilConverged();
            stack.spec("instances: 3");
            stack.until("three", result -> result.lookAgain().isEmpty() && stack.containers.size() == 3);
            assertThat(stack.kubernetes.memory().records()).singleElement().satisfies(record -> {
                assertThat(record.required()).isOne();
                assertThat(record.members()).hasSize(2);
            });
            stack.spec("instances: 2");
            stack.until("two", result -> result.lookAgain().isEmpty() && stack.containers.size() == 2);
            assertThat(stack.kubernetes.memory().records().getFirst().members())
                    .extracting(Member::instance)
                    .containsExactly(SECOND);
            assertThat(stack.query(FIRST, "SELECT string_agg(slot_name, ',') FROM pg_replication_slots"))
                    .isEqualTo("carestack_1");
            stack.spec("instances: 1");
            stack.until("one", result -> result.lookAgain().isEmpty() && stack.containers.size() == 1);
            assertThat(stack.query(FIRST, "SHOW synchronous_standby_names")).isEmpty();
        }
    }

    @Test
    void scenario28ParametersAreReloadedAndPasswordsRotatedWithoutARestartAndReplicationStaysUp() throws Exception {
        try (LocalStack stack = new LocalStack("{instances: 2, credentials: {name: mine}}")) {
            stack.kubernetes.put("mine", Map.of("username", "app", "password", "first/pass"));
            stack.untilConverged();
            String started = stack.query(FIRST, "SELECT pg_postmaster_start_time()");
            String streaming = stack.query(FIRST, "SELECT backend_start FROM pg_stat_replication");
            stack.kubernetes.put("mine", Map.of("username", "app", "password", "second pass"));
            stack.spec("{instances: 2, credentials: {name: mine}, parameters: {work_mem: 13MB}}");
            stack.until(
                    "reloaded",
                    each -> each.lookAgain().isEmpty()
                            && each.conditions().getFirst().reason().equals("Ready")
                            && stack.login(FIRST, "app", "second pass"));
            assertThat(stack.query(FIRST, "SHOW work_mem")).as(stack.logs()).isEqualTo("13MB");
            assertThat(stack.query(FIRST, "SELECT pg_postmaster_start_time()")).isEqualTo(started);
            assertThat(stack.query(FIRST, "SELECT backend_start FROM pg_stat_replication"))
                    .as("replication stays up")
                    .isEqualTo(streaming);
            assertThat(stack.login(FIRST, "app", "second pass")).isTrue();
            assertThat(stack.login(FIRST, "app", "first/pass")).isFalse();
        }
    }

    @Test
    void anOperatorThatWasReplacedIsRefusedByTheInstances() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 1")) {
            stack.untilConverged();
            long epoch = stack.kubernetes.memory().epoch();
            try (Connection late = stack.superuser(FIRST)) {
                assertThatThrownBy(() -> FencedSession.open(late, epoch - 1, 2)).hasMessageContaining("knows epoch");
            }
            try (Connection late = stack.superuser(FIRST)) {
                assertThatThrownBy(() -> FencedSession.open(late, epoch, 1)).hasMessageContaining("term 2");
            }
            try (Connection paused = stack.superuser(FIRST);
                    Connection successor = stack.superuser(FIRST)) {
                FencedSession first = FencedSession.open(paused, epoch, 2);
                FencedSession.open(successor, epoch + 1, 2);
                assertThatThrownBy(() -> first.alter("synchronous_standby_names", "ANY 1 (x)"))
                        .as("its session is gone, and with it the statement that it had decided on")
                        .isInstanceOf(SQLException.class);
            }
            assertThat(stack.query(FIRST, "SHOW synchronous_standby_names")).isEmpty();
        }
    }

    private static long term(LocalStack stack) {
        return stack.kubernetes.memory().term();
    }

    private static String incarnation(LocalStack stack, String instance) throws SQLException {
        return stack.query(instance, "SELECT current_setting('carestack.incarnation')");
    }
}
