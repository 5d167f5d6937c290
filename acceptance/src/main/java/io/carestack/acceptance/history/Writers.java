package io.carestack.acceptance.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that insert rows one by one, each over a connection of its own, and connect anew when theirs fails.
 *
 * <p>A commit counts as acknowledged when the driver returns without an error and without a warning; a warning says that the wait for replicas was given up.
 */
public final class Writers implements AutoCloseable {
    private static final String INSERT = "INSERT INTO history (id, term) SELECT ?,"
            + " ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::bigint RETURNING term";
    private static final long PAUSE_NANOSECONDS = 20_000_000;

    private final Database database;
    private final AtomicLong ids = new AtomicLong();
    private final Queue<Acknowledgement> acknowledged = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;

    private Writers(Database database) {
        this.database = database;
    }

    /** Where clients connect, with timeouts of seconds. */
    public interface Database {
        Connection connect() throws SQLException;
    }

    /** Makes the table and starts the clients. */
    public static Writers start(Database database, int clients) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS history (id bigint PRIMARY KEY, term bigint NOT NULL)");
            statement.execute("TRUNCATE history");
        }
        Writers writers = new Writers(database);
        for (int client = 0; client < clients; client++) {
            writers.threads.add(Thread.ofVirtual().name("writer-" + client).start(writers::write));
        }
        return writers;
    }

    /** Commits that were acknowledged so far. */
    public List<Acknowledgement> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Ends the clients and compares what they were told with what the database has. */
    public Verdict judge() throws SQLException {
        close();
        Set<Long> present = new HashSet<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM history")) {
            while (rows.next()) {
                present.add(rows.getLong(1));
            }
        }
        return Verdict.of(acknowledged(), present);
    }

    @Override
    public void close() {
        ended = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void write() {
        while (!ended) {
            try (Connection connection = database.connect();
                    PreparedStatement insert = connection.prepareStatement(INSERT)) {
                while (!ended) {
                    insert(insert);
                }
            } catch (SQLException e) {
                // what was under way has an unknown outcome; the next row is another one
                LockSupport.parkNanos(PAUSE_NANOSECONDS);
            }
        }
    }

    private void insert(PreparedStatement insert) throws SQLException {
        long id = ids.incrementAndGet();
        insert.setLong(1, id);
        insert.clearWarnings();
        try (ResultSet row = insert.executeQuery()) {
            row.next();
            if (insert.getWarnings() == null) {
                acknowledged.add(new Acknowledgement(id, row.getLong(1), System.nanoTime()));
            }
        }
    }
}
