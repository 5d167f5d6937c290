package io.carestack.acceptance.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Asks the primary ten times a second which standbys stream that commits may wait for. */
final class Standbys implements AutoCloseable {
    private static final long EVERY_NANOSECONDS = 100_000_000;
    private static final String STREAMING =
            "SELECT ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::bigint,"
                    + " (SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum'))";

    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final Client client;

    private Standbys(Database database) {
        this.client = Client.start("standbys", database, EVERY_NANOSECONDS, this::ask);
    }

    /** @param database the primary as a role that may see replication */
    static Standbys start(Database database) {
        return new Standbys(database);
    }

    /** Time between two samples of one term that both show fewer standbys than promised while rows of that term were acknowledged. */
    Duration exposed(List<Acknowledgement> acknowledgements, int promised) {
        long exposed = 0;
        Sample before = new Sample(0, 0, promised);
        for (Sample sample : samples) {
            if (sample.term() == before.term() && sample.streaming() < promised && before.streaming() < promised) {
                Sample from = before;
                boolean acknowledged = acknowledgements.stream()
                        .anyMatch(each ->
                                each.term() == sample.term() && each.at() > from.at() && each.at() < sample.at());
                exposed += acknowledged ? sample.at() - before.at() : 0;
            }
            before = sample;
        }
        return Duration.ofNanos(exposed);
    }

    private void ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long at = System.nanoTime();
            try (ResultSet row = statement.executeQuery(STREAMING)) {
                row.next();
                samples.add(new Sample(at, row.getLong(1), row.getInt(2)));
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
