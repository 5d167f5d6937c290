package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static io.carestack.operator.postgres.LocalStack.SECOND;
import static io.carestack.operator.postgres.LocalStack.THIRD;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What clients do to a database; {@code docs/postgres-scenarios.md} has all scenarios. */
@RealPostgres(programs = "/usr/sbin/iptables")
class ScenariosOfClientsTest {
    @Test
    void scenario25AClientThatCancelsWhileItsCommitWaitsGetsAWarningAndMayLoseTheRow() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            LocalStack stack = scene.stack();
            stack.hold(SECOND);
            stack.hold(THIRD);
            try (Connection connection = stack.superuser(FIRST);
                    Statement statement = connection.createStatement()) {
                statement.execute("SET synchronous_commit = on");
                statement.setQueryTimeout(1);
                statement.executeUpdate("INSERT INTO public.kept VALUES (-1)");
                SQLWarning warning = statement.getWarnings();
                assertThat(warning.getMessage()).contains("canceling wait for synchronous replication");
            }
            assertThat(stack.query(FIRST, "SELECT count(*) FROM kept WHERE id = -1"))
                    .as("the primary has it")
                    .isEqualTo("1");
            stack.hold(FIRST);
            stack.release(SECOND);
            stack.release(THIRD);
            String primary = scene.takenOver();
            assertThat(stack.query(primary, "SELECT count(*) FROM kept WHERE id = -1"))
                    .as("nobody else has")
                    .isEqualTo("0");
            assertThat(scene.rows().missing(primary)).isEmpty();
        }
    }

    @Test
    void scenario27WhenClientsHaveTakenEveryConnectionTheOperatorStillWorksAndNobodyTakesOver() throws Exception {
        String few = "{instances: 2, parameters: {max_connections: '25', work_mem: %s}}";
        List<Connection> clients = new ArrayList<>();
        try (Scene scene = Scene.of(few.formatted("4MB"))) {
            assertThat(refused(scene, clients)).startsWith("53");
            scene.stack().spec(few.formatted("5MB"));
            scene.stack()
                    .until(
                            "it was told another parameter",
                            result -> result.lookAgain().isEmpty() && scene.answers(FIRST, "SHOW work_mem", "5MB"));
            assertThat(refused(scene, clients)).as("they are still there").startsWith("53");
            assertThat(scene.memory().term()).isEqualTo(2);
            scene.rows().write(FIRST);
        } finally {
            for (Connection client : clients) {
                client.close();
            }
        }
    }

    /** The state of the refusal after as many connections as there are. */
    private static String refused(Scene scene, List<Connection> clients) {
        String password = scene.stack()
                .kubernetes
                .find("care", "notes-postgres-owner")
                .orElseThrow()
                .getOrDefault("password", "");
        try {
            while (true) {
                clients.add(DriverManager.getConnection(
                        "jdbc:postgresql://" + scene.stack().container(FIRST).address() + ":5432/app?sslmode=disable",
                        "app",
                        password));
            }
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }
}
