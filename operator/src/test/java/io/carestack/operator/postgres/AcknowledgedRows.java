package io.carestack.operator.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.postgresql.Driver;

/** A client with an address of its own that writes one row after another and remembers which of them it was told are written. */
final class AcknowledgedRows {
    private final LocalStack stack;
    private final List<Integer> acknowledged = new ArrayList<>();
    private int next = 1;

    private AcknowledgedRows(LocalStack stack) {
        this.stack = stack;
    }

    /** Makes the table. */
    static AcknowledgedRows on(LocalStack stack, String primary) throws SQLException {
        stack.run(primary, "CREATE TABLE kept (id int)");
        return new AcknowledgedRows(stack);
    }

    /** Whether a write through this instance was acknowledged within two seconds. */
    boolean written(String instance) {
        int row = next++;
        try (Connection connection = connect(instance)) {
            Sql.execute(connection, "INSERT INTO public.kept VALUES (" + row + ")");
            acknowledged.add(row);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Writes until one is acknowledged. */
    void write(String instance) {
        Awaitility.await("a write through " + instance)
                .atMost(Duration.ofMinutes(1))
                .until(() -> written(instance));
    }

    /** Rows that were acknowledged and are not in this instance. */
    List<Integer> missing(String instance) throws SQLException {
        List<Integer> missing = new ArrayList<>(acknowledged);
        try (Connection connection = connect(instance)) {
            String found = Sql.text(connection, "SELECT coalesce(string_agg(id::text, ','), '') FROM public.kept");
            for (String row : found.split(",")) {
                missing.remove((Object) Integer.valueOf(row));
            }
        }
        return missing;
    }

    /** A connection from the client's address. */
    Connection connect(String instance) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", stack.superuserPassword());
        properties.setProperty("sslmode", "prefer");
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", "2");
        properties.setProperty("localSocketAddress", address());
        String url = "jdbc:postgresql://" + stack.container(instance).address() + ":5432/postgres";
        Connection connection = new Driver().connect(url, properties);
        if (connection == null) {
            throw new SQLException("not an address: " + url);
        }
        return connection;
    }

    /** In the network of the containers. */
    String address() {
        return stack.containers.values().iterator().next().address().replaceAll("[0-9]+$", "100");
    }
}
