package io.carestack.acceptance.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A client that asks for the newest rows of the history many times a second, and remembers every row that it saw. */
final class Reader implements AutoCloseable {
    /** Rows are not committed in the order of their ids, and replicas are behind. */
    private static final long OVERLAP = 500;

    private static final long EVERY_NANOSECONDS = 50_000_000;
    private static final String NEWEST = "SELECT id FROM history WHERE id > ?";

    private final String name;
    private final Queue<Reading> readings = new ConcurrentLinkedQueue<>();
    private final Set<Long> rows = ConcurrentHashMap.newKeySet();
    private final Client client;
    private final long started = System.nanoTime();
    private volatile long known;

    private Reader(String name, Database database) {
        this.name = name;
        this.client = Client.start("reader-" + name, database, EVERY_NANOSECONDS, this::read);
    }

    static Reader start(String name, Database database) {
        return new Reader(name, database);
    }

    String name() {
        return name;
    }

    Set<Long> rows() {
        return rows;
    }

    List<Reading> readings() {
        return List.copyOf(readings);
    }

    /** Longest time without an answer since the start. */
    Duration gap() {
        long last = started;
        long longest = 0;
        for (Reading reading : readings) {
            longest = Math.max(longest, reading.answered() - last);
            last = reading.answered();
        }
        return Duration.ofNanos(Math.max(longest, System.nanoTime() - last));
    }

    private void read(Connection connection) throws SQLException {
        long asked = System.nanoTime();
        long highest = 0;
        try (PreparedStatement newest = connection.prepareStatement(NEWEST)) {
            newest.setLong(1, Math.max(0, known - OVERLAP));
            try (ResultSet found = newest.executeQuery()) {
                while (found.next()) {
                    highest = Math.max(highest, found.getLong(1));
                    rows.add(found.getLong(1));
                }
            }
        }
        known = Math.max(known, highest);
        readings.add(new Reading(asked, System.nanoTime(), highest));
    }

    @Override
    public void close() {
        client.close();
    }
}
