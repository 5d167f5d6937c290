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
import java.util.stream.IntStream;

/**
 * Clients that insert rows one by one, each over a connection of its own, and connect anew when theirs fails.
 *
 * <p>A commit counts as acknowledged when the driver returns without an error and without a warning; a warning says that the wait for replicas was given up.
 */
public final class Writers implements AutoCloseable {
    private static final String INSERT = "INSERT INTO history (id, term) SELECT ?,"
            + " ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::bigint"
            + " RETURNING term, host(inet_server_addr()) || ':' || inet_server_port(), current_setting('synchronous_standby_names')";

    private static final int TRIES = 60;
    private static final long PAUSE_NANOSECONDS = 500_000_000;

    private final Database database;
    private final AtomicLong ids = new AtomicLong();
    private final Queue<Acknowledgement> acknowledged = new ConcurrentLinkedQueue<>();
    private final List<Client> clients = new ArrayList<>();

    private Writers(Database database) {
        this.database = database;
    }

    /** Makes the table and starts the clients. */
    public static Writers start(Database database, int clients) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS history (id bigint PRIMARY KEY, term bigint NOT NULL)");
            statement.execute("TRUNCATE history");
        }
        Writers writers = new Writers(database);
        IntStream.range(0, clients)
                .mapToObj(client -> Client.start("writer-" + client, database, 0, writers::insert))
                .forEach(writers.clients::add);
        return writers;
    }

    /** Commits that were acknowledged so far. */
    public List<Acknowledgement> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Why connections could not be made or broke. */
    public List<String> failures() {
        return clients.stream().flatMap(client -> client.failures().stream()).toList();
    }

    /** How many commits were acknowledged so far. */
    public int count() {
        return acknowledged.size();
    }

    /** Ends the clients and compares what they were told with what the database has. */
    public Verdict judge() throws SQLException {
        close();
        return Verdict.of(acknowledged(), present(), 1);
    }

    /** Ids of the rows that the database has; one that does not answer now is asked again for a while. */
    Set<Long> present() throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                return ask();
            } catch (SQLException e) {
                if (tries == TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOSECONDS);
            }
        }
    }

    private Set<Long> ask() throws SQLException {
        Set<Long> present = new HashSet<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM history")) {
            while (rows.next()) {
                present.add(rows.getLong(1));
            }
        }
        return present;
    }

    @Override
    public void close() {
        clients.forEach(Client::close);
    }

    private void insert(Connection connection) throws SQLException {
        long id = ids.incrementAndGet();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, id);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                if (insert.getWarnings() == null) {
                    acknowledged.add(new Acknowledgement(
                            id, row.getLong(1), row.getString(2), Promise.copies(row.getString(3)), System.nanoTime()));
                }
            }
        }
    }
}
