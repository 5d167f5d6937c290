package io.carestack.operator.postgres;

import io.carestack.operator.postgres.plan.Facts;
import io.carestack.operator.postgres.plan.Facts.Sender;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Asks all instances of a stack at once, each over a connection of its own; one that hangs delays nobody for more than a few seconds. */
final class PostgresObserver {
    private static final String FACTS = """
            SELECT (SELECT system_identifier FROM pg_control_system())::text,
              pg_is_in_recovery(),
              (SELECT coalesce(max(setting::bigint), 0) FROM pg_file_settings WHERE name = 'carestack.epoch'),
              (SELECT coalesce(max(setting::bigint), 0) FROM pg_file_settings WHERE name = 'carestack.term'),
              coalesce(current_setting('carestack.incarnation', true), ''),
              current_setting('primary_conninfo'), current_setting('primary_slot_name'),
              current_setting('synchronous_standby_names'),
              EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'startup' AND wait_event = 'RecoveryRetrieveRetryInterval'),
              EXISTS (SELECT FROM pg_stat_wal_receiver),
              (SELECT coalesce(max(setting), '') FROM pg_file_settings WHERE name = 'carestack.config' AND error IS NULL),
              coalesce(current_setting('carestack.config', true), ''),
              (SELECT (1000 * extract(epoch FROM clock_timestamp() - last_msg_receipt_time))::bigint FROM pg_stat_wal_receiver),
              CASE WHEN pg_is_in_recovery() THEN (1000 * extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()))::bigint END,
              CASE WHEN pg_is_in_recovery() AND pg_stat_file('standby.signal', true) IS NULL THEN
                (SELECT (1000 * extract(epoch FROM clock_timestamp() - min(modification)))::bigint FROM pg_ls_waldir()
                  WHERE substr(name, 1, 8) = (SELECT max(substr(name, 1, 8)) FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$')) END,
              (SELECT min(('x' || substr(name, 9, 8))::bit(32)::bigint * 4294967296
                + ('x' || substr(name, 17, 8))::bit(32)::bigint * (SELECT setting::bigint FROM pg_settings WHERE name = 'wal_segment_size'))
                FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'),
              CASE WHEN NOT pg_is_in_recovery() THEN
                pg_read_file('pg_wal/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '.history', 0, 1048576, true) END,
              (SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()) AS encrypted
            """;

    /** A statement of its own, after the one that saw the WAL receiver gone: a position that was read before may have been passed since. */
    private static final String POSITION = """
            SELECT (SELECT coalesce(max(substr(name, 1, 8)), '00000000') FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$'),
              (CASE WHEN pg_is_in_recovery() THEN greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
                ELSE pg_current_wal_flush_lsn() END - '0/0'::pg_lsn)::bigint,
              (CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_flush_lsn() END - '0/0'::pg_lsn)::bigint
            """;

    /** What the entrypoint has set on the command line stays as it is after every restart. */
    private static final String PENDING =
            "SELECT string_agg(name, ',' ORDER BY name) FROM pg_settings WHERE pending_restart AND source <> 'command line'";

    /** To be asked after a question to pg_file_settings, which notices what only needs a restart; the rest of its complaints are errors. */
    private static final String ERRORS = """
            SELECT coalesce((SELECT string_agg(f.name || ': ' || f.error, '; ') FROM pg_file_settings f WHERE f.error IS NOT NULL
                AND NOT EXISTS (SELECT FROM pg_settings s WHERE s.name = f.name AND s.pending_restart)),
              (SELECT string_agg('pg_hba.conf line ' || line_number || ': ' || error, '; ') FROM pg_hba_file_rules WHERE error IS NOT NULL))
            """;

    /** What an instance said, or why it said nothing. */
    record Answer(Optional<Facts> facts, String problem) {}

    /**
     * Asks the instances.
     *
     * @param limit for all of them together
     */
    Map<String, Answer> observe(List<InstanceAddress> instances, DatabaseLogins logins, Duration limit) {
        Map<String, Answer> answers = new LinkedHashMap<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Answer>> tasks = instances.stream()
                    .<Callable<Answer>>map(instance -> () -> ask(instance.address(), logins))
                    .toList();
            List<Future<Answer>> futures = executor.invokeAll(tasks, limit.toMillis(), TimeUnit.MILLISECONDS);
            for (int index = 0; index < instances.size(); index++) {
                answers.put(instances.get(index).name(), result(futures.get(index), limit));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answers;
    }

    private static Answer result(Future<Answer> future, Duration limit) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException | CancellationException e) {
            String message = e instanceof ExecutionException && e.getCause() != null
                    ? String.valueOf(e.getCause().getMessage())
                    : "no answer within " + limit.toMillis() + " ms";
            return new Answer(Optional.empty(), message.lines().findFirst().orElse("no answer"));
        }
    }

    private static Answer ask(String address, DatabaseLogins logins) throws SQLException {
        try (Connection connection = Sql.open(address, "postgres", logins.superuser());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FACTS)) {
            row.next();
            boolean inRecovery = row.getBoolean(2);
            boolean settled = row.getBoolean(9);
            Position position = position(connection);
            boolean broken = settled
                    && position.received() > position.replayed()
                    && WalTail.hasWholeRecord(connection, position.replayed(), position.received());
            String pending = Sql.text(connection, PENDING);
            String errors = Sql.text(connection, ERRORS);
            return new Answer(
                    Optional.of(new Facts(
                            row.getString(1),
                            inRecovery,
                            row.getLong(3),
                            row.getLong(4),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7),
                            row.getString(8),
                            position.timeline(),
                            settled && !broken ? position.replayed() : position.received(),
                            settled,
                            broken,
                            row.getBoolean(10),
                            senders(connection),
                            slots(connection, "wal_status IS DISTINCT FROM 'lost'"),
                            row.getString(11),
                            row.getString(12),
                            pending.isEmpty() ? List.of() : List.of(pending.split(",")),
                            errors.isEmpty() ? Optional.empty() : Optional.of(errors),
                            Optional.ofNullable(row.getObject(13, Long.class)).map(Duration::ofMillis),
                            Optional.ofNullable(row.getObject(14, Long.class)).map(Duration::ofMillis),
                            Optional.ofNullable(row.getObject(15, Long.class)).map(Duration::ofMillis),
                            TimelineHistory.parse(row.getString(17)),
                            row.getLong(16),
                            slots(connection, "wal_status = 'lost'"),
                            !inRecovery && DatabaseSetup.isReady(connection, logins),
                            row.getBoolean("encrypted"))),
                    "");
        }
    }

    /** How far an instance has come; on a primary, both positions are what it has flushed. */
    private record Position(long timeline, long received, long replayed) {}

    private static Position position(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(POSITION)) {
            row.next();
            return new Position(Long.parseLong(row.getString(1), 16), row.getLong(2), row.getLong(3));
        }
    }

    private static List<Sender> senders(Connection connection) throws SQLException {
        List<Sender> senders = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT application_name, state = 'streaming', coalesce((flush_lsn - '0/0'::pg_lsn)::bigint, 0)"
                                + " FROM pg_stat_replication ORDER BY 1, 3")) {
            while (rows.next()) {
                senders.add(new Sender(rows.getString(1), rows.getBoolean(2), rows.getLong(3)));
            }
        }
        return senders;
    }

    private static List<String> slots(Connection connection, String which) throws SQLException {
        List<String> slots = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT slot_name FROM pg_replication_slots WHERE slot_type = 'physical' AND " + which
                                + " ORDER BY 1")) {
            while (rows.next()) {
                slots.add(rows.getString(1));
            }
        }
        return slots;
    }
}
