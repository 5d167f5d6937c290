package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;

import io.carestack.operator.postgres.plan.Memory;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** A stack of real processes that has come to rest, with a client that writes rows. */
record Scene(LocalStack stack, AcknowledgedRows rows) implements AutoCloseable {

    /** With the first instance as the primary and one row. */
    static Scene of(String postgresYaml) throws Exception {
        return of(new LocalStack(postgresYaml));
    }

    static Scene of(LocalStack stack) throws Exception {
        try {
            stack.untilConverged();
            AcknowledgedRows rows = AcknowledgedRows.on(stack, FIRST);
            rows.write(FIRST);
            return new Scene(stack, rows);
        } catch (SQLException | RuntimeException | AssertionError e) {
            stack.close();
            throw e;
        }
    }

    Memory memory() {
        return stack.kubernetes.memory();
    }

    /** Who was promoted instead of the first instance, as soon as somebody is. */
    String takenOver() {
        return stack.takenOver();
    }

    PostgresResult untilReason(String reason) {
        return stack.until(
                reason, result -> result.conditions().getFirst().reason().equals(reason));
    }

    /** Whether it answers, and takes no writes. */
    boolean standby(String instance) {
        return answers(instance, "SELECT pg_is_in_recovery()", "t");
    }

    boolean answers(String instance, String query, String answer) {
        try (Connection connection = rows.connect(instance)) {
            return Sql.text(connection, query).equals(answer);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Nobody reaches the instance but the client and those that stream from it as these now; and it reaches nobody who streams from it. */
    Cut cut(String instance, String... streams) throws SQLException {
        List<String> ports = Stream.of(streams)
                .map(name -> "SELECT client_port FROM pg_stat_replication WHERE application_name = '" + name + "'")
                .map(query -> port(instance, query))
                .toList();
        return Cut.around(stack.container(instance).address(), rows.address(), ports);
    }

    private String port(String instance, String query) {
        try {
            return stack.query(instance, query);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stack.close();
    }
}
