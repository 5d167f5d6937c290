package io.carestack.acceptance.chaos;

import io.carestack.acceptance.history.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clients that take every connection that they can get, and do nothing with them. */
final class Connections {
    private static final int AT_MOST = 2000;

    private final Database database;

    Connections(Patient patient) {
        this.database = patient.clients().readWrite();
    }

    /** Takes them, and each that becomes free, and lets go in the end. */
    void exhaustFor(Duration duration) throws InterruptedException {
        List<Connection> taken = new ArrayList<>();
        long end = System.nanoTime() + duration.toNanos();
        try {
            while (System.nanoTime() < end && taken.size() < AT_MOST) {
                try {
                    taken.add(database.connect());
                } catch (SQLException e) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
        } finally {
            taken.forEach(Connections::close);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // the server ended it first
            return;
        }
    }
}
