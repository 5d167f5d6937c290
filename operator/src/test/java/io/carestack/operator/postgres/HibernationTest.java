package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.postgres.plan.Memory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Databases of real processes that are put to sleep and woken. */
@RealPostgres
class HibernationTest {

    @Test
    void aDatabaseWakesWithEveryRowInANewTermAndFailsOverOnceMore() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS id");
            List<Member> members = stack.kubernetes.memory().records().getLast().members();

            stack.hibernate(true);
            PostgresResult asleep = asleep(stack);

            assertThat(asleep.status().orElseThrow().ready()).isEqualTo("0/3");
            assertThat(asleep.status().orElseThrow().lastFailover())
                    .as("sleep is no failover")
                    .isNull();
            assertThat(stack.metrics()).doesNotContain("stack=\"notes\"");
            assertThat(stack.kubernetes.memory().records().getLast().members())
                    .as("members are data directories, and stay in the record")
                    .isEqualTo(members);
            assertThat(stack.kubernetes.roles()).doesNotContainValue("primary");

            stack.hibernate(false);
            stack.untilConverged();
            String primary = stack.kubernetes.memory().primary().orElseThrow();
            assertThat(stack.query(primary, "SELECT count(*) FROM kept")).isEqualTo("100");
            assertThat(stack.kubernetes.memory().term()).isEqualTo(3);
            assertThat(stack.kubernetes.memory().records().getLast().members()).hasSize(2);
            assertThat(stack.logs()).as("nobody had more than others").doesNotContain("rewinding");
            assertThat(stack.logs().split("cloning notes"))
                    .as("two replicas were cloned when the stack was new")
                    .hasSize(3);

            stack.run(primary, "INSERT INTO kept VALUES (101)");
            stack.hold(primary);
            stack.until(
                    "another one takes over",
                    result -> result.conditions().getFirst().reason().equals("ReplicasMissing")
                            && !stack.kubernetes
                                    .memory()
                                    .primary()
                                    .orElseThrow()
                                    .equals(primary));
            String next = stack.kubernetes.memory().primary().orElseThrow();
            assertThat(stack.query(next, "SELECT count(*) FROM kept")).isEqualTo("101");
        }
    }

    @Test
    void anotherOperatorGoesOnAfterEachPassDownAndUp() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT generate_series(1, 10) AS id");
            stack.hibernate(true);
            stack.until("asleep", result -> {
                stack.restartOperator();
                return stack.containers.isEmpty();
            });
            stack.hibernate(false);
            stack.until("awake", result -> {
                boolean done = result.lookAgain().isEmpty();
                stack.restartOperator();
                return done;
            });
            assertThat(stack.query(stack.kubernetes.memory().primary().orElseThrow(), "SELECT count(*) FROM kept"))
                    .isEqualTo("10");
        }
    }

    @Test
    void onePassDownAndAChangedMindLoseNothing() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT 1 AS id");
            stack.hibernate(true);
            stack.pass();
            stack.hibernate(false);
            stack.pass();
            stack.hibernate(true);
            asleep(stack);
            stack.hibernate(false);
            stack.pass();
            stack.hibernate(true);
            asleep(stack);
            stack.hibernate(false);
            stack.untilConverged();
            assertThat(stack.query(stack.kubernetes.memory().primary().orElseThrow(), "SELECT count(*) FROM kept"))
                    .isEqualTo("1");
        }
    }

    @Test
    void aSingleInstanceSleepsAndWakes() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 1")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT 1 AS id");
            stack.hibernate(true);
            asleep(stack);
            stack.hibernate(false);
            stack.untilConverged();
            assertThat(stack.query(FIRST, "SELECT count(*) FROM kept")).isEqualTo("1");
        }
    }

    @Test
    void aNewStackThatSleepsFromTheStartIsMadeWhenItWakes() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2")) {
            stack.hibernate(true);
            asleep(stack);
            assertThat(stack.kubernetes.memory()).isEqualTo(Memory.NOTHING);
            stack.hibernate(false);
            stack.untilConverged();
            stack.run(stack.kubernetes.memory().primary().orElseThrow(), "CREATE TABLE works AS SELECT 7 AS id");
        }
    }

    private static PostgresResult asleep(LocalStack stack) {
        return stack.until(
                "asleep",
                result -> stack.containers.isEmpty()
                        && result.conditions().getFirst().reason().equals("Hibernated"));
    }
}
