package io.carestack.operator.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * What the probes of a stack's primary have measured.
 *
 * @param instance that took the last write; empty before the first one
 * @param failures probes without any answer since this operator began to probe
 * @param sinceWrite since the instance took a write
 * @param streams its replicas; empty while it takes no writes
 */
record ProbeReading(String instance, long failures, Optional<Duration> sinceWrite, Optional<Streams> streams) {
    /**
     * Replicas, as their primary sees them.
     *
     * @param counting distinct replicas that stream and that commits may wait for
     * @param lagBytes WAL that the slowest one of all does not have on disk
     */
    record Streams(long counting, long lagBytes) {
        private static final String QUERY = """
                SELECT count(DISTINCT application_name) FILTER (WHERE state = 'streaming' AND application_name !~ '_t0$'),
                  coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn)), 0)::bigint
                FROM pg_stat_replication WHERE application_name ~ '_t[0-9]+$'""";

        static Streams of(Connection primary) throws SQLException {
            try (Statement statement = primary.createStatement();
                    ResultSet row = statement.executeQuery(QUERY)) {
                row.next();
                return new Streams(row.getLong(1), Math.max(0, row.getLong(2)));
            }
        }
    }
}
