package io.carestack.acceptance.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** A client that does the same again and again over one connection, and connects anew when that fails. */
final class Client implements AutoCloseable {
    private static final long PAUSE_NANOSECONDS = 20_000_000;

    private final Database database;
    private final long every;
    private final Action action;
    private final Thread thread;
    private volatile boolean ended;
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    private Client(String name, Database database, long every, Action action) {
        this.database = database;
        this.every = every;
        this.action = action;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /** What is done over a connection; an error says that the connection is not to be used any more. */
    interface Action {
        void run(Connection connection) throws SQLException;
    }

    /** @param every nanoseconds between two times, 0 for no pause */
    static Client start(String name, Database database, long every, Action action) {
        Client client = new Client(name, database, every, action);
        client.thread.start();
        return client;
    }

    private void run() {
        while (!ended) {
            try (Connection connection = database.connect()) {
                while (!ended) {
                    action.run(connection);
                    if (every > 0) {
                        LockSupport.parkNanos(every);
                    }
                }
            } catch (SQLException e) {
                // what was under way has an unknown outcome; the next time is another one
                failures.add(String.valueOf(e.getMessage()));
                LockSupport.parkNanos(PAUSE_NANOSECONDS);
            }
        }
    }

    /** Why connections could not be made or broke, in order. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Asks it to end, and waits for that. */
    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
