package io.carestack.operator.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * The one session through which an instance is changed.
 *
 * <p>PostgreSQL refuses nothing by itself, and ALTER SYSTEM runs in no transaction, so the fence is this: an advisory lock that is released only
 * when the predecessor's backend is gone, then the epoch and the term as they are in the files. A predecessor's statement that is on its way dies
 * with its session. A session that is lost is never opened again for the same decision.
 */
final class FencedSession implements AutoCloseable {
    private static final int LOCK = 7401;
    private static final int ATTEMPTS = 5;
    private static final String FILE_SETTING =
            "SELECT coalesce(max(setting::bigint), 0) FROM pg_file_settings WHERE name = ?";

    private final Connection connection;
    private final long term;

    private FencedSession(Connection connection, long term) {
        this.connection = connection;
        this.term = term;
    }

    /** The instance knows a later epoch or term than this operator. */
    static final class FencedOffException extends SQLException {
        private static final long serialVersionUID = 1;

        FencedOffException(String message) {
            super(message);
        }
    }

    /** Takes over the instance for this epoch and term. */
    static FencedSession open(Connection connection, long epoch, long term) throws SQLException {
        lock(connection);
        long epochSeen = Sql.number(connection, FILE_SETTING, "carestack.epoch");
        long termSeen = Sql.number(connection, FILE_SETTING, "carestack.term");
        if (epochSeen > epoch || termSeen > term) {
            throw new FencedOffException("the instance knows epoch %d and term %d, this operator %d and %d"
                    .formatted(epochSeen, termSeen, epoch, term));
        }
        FencedSession session = new FencedSession(connection, term);
        if (epochSeen < epoch) {
            session.alter("carestack.epoch", Long.toString(epoch));
        }
        return session;
    }

    private static void lock(Connection connection) throws SQLException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (Sql.truth(connection, "SELECT pg_try_advisory_lock(" + LOCK + ")")) {
                return;
            }
            Sql.text(
                    connection,
                    "SELECT pg_terminate_backend(pid, 2000) FROM pg_locks WHERE locktype = 'advisory' AND objid = "
                            + LOCK + " AND granted AND pid <> pg_backend_pid()");
        }
        throw new SQLException("another session holds the instance and does not end");
    }

    Connection connection() {
        return connection;
    }

    /** Writes the term to disk; from then on no lower term can act here. */
    void writeTerm() throws SQLException {
        if (Sql.number(connection, FILE_SETTING, "carestack.term") < term) {
            alter("carestack.term", Long.toString(term));
        }
    }

    void alter(String parameter, String value) throws SQLException {
        Sql.execute(connection, "ALTER SYSTEM SET " + parameter + " = " + Sql.literal(value));
    }

    void reload() throws SQLException {
        Sql.execute(connection, "SELECT pg_reload_conf()");
    }

    boolean inRecovery() throws SQLException {
        return Sql.truth(connection, "SELECT pg_is_in_recovery()");
    }

    /** A step was decided on something that is not so any more. */
    void require(boolean condition, String what) throws SQLException {
        if (!condition) {
            throw new SQLException("not any more: " + what);
        }
    }

    /** Asks again and again until it is true or the time is over. */
    static boolean eventually(Duration limit, Question question) throws SQLException {
        Instant end = Instant.now().plus(limit);
        while (!question.ask()) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        return true;
    }

    /** A question to an instance. */
    interface Question {
        boolean ask() throws SQLException;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
