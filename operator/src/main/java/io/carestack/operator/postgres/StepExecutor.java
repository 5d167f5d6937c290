package io.carestack.operator.postgres;

import io.carestack.operator.kube.Owner;
import io.carestack.operator.postgres.FencedSession.Question;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.postgres.plan.PostgresStep.Act;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Carries out one act. What an act must remember when it is done is returned, and is written by the caller. */
final class StepExecutor {
    private static final String PRIMARY = "primary";
    private static final Duration RECEIVER = Duration.ofSeconds(2);
    private static final Duration SHUTDOWN = Duration.ofSeconds(5);
    private static final Duration PROMOTION = Duration.ofSeconds(3);

    private final InstancePods pods;
    private final SecureRandom random;

    StepExecutor(InstancePods pods, SecureRandom random) {
        this.pods = pods;
        this.random = random;
    }

    /**
     * Where and as whom to act.
     *
     * @param addresses pod addresses by instance
     */
    record Field(Owner owner, Map<String, String> addresses, DatabaseLogins logins, Memory memory) {}

    /** Does it; every decision is taken again inside the fenced session. */
    Optional<Memory> execute(Act act, Field field) throws SQLException {
        switch (act) {
            case PostgresStep.Label label -> label(label, field);
            case PostgresStep.Seal seal -> seal(seal, field);
            case PostgresStep.Stop stop -> stop(stop, field);
            case PostgresStep.Promote promote -> promote(promote, field);
            case PostgresStep.SetNames names -> setNames(names, field);
            case PostgresStep.Follow follow -> follow(follow, field);
            case PostgresStep.DropSlot drop -> dropSlot(drop, field);
            case PostgresStep.Rejoin rejoin -> rejoin(rejoin, field);
            case PostgresStep.Restart restart -> restart(restart, field);
            case PostgresStep.DeletePod deletePod -> pods.delete(field.owner(), deletePod.pod());
            case PostgresStep.Reload reload -> reload(reload, field);
            case PostgresStep.ConfigureDatabase configure -> configure(configure, field);
            case PostgresStep.HandOver handOver -> {
                return Optional.of(handOver(handOver, field));
            }
            case PostgresStep.RaiseRequired raise -> {
                return Optional.of(QuorumChange.raise(this, raise, field));
            }
            case PostgresStep.RemoveMembers remove -> {
                return Optional.of(QuorumChange.remove(this, remove, field));
            }
            case PostgresStep.ConfirmTerm confirm -> {
                return Optional.of(QuorumChange.confirm(this, confirm, field));
            }
        }
        return Optional.empty();
    }

    /** Clients are sent to an instance only from inside its fence, because an operator that was overtaken meanwhile must not send them to an old primary. */
    private void label(PostgresStep.Label label, Field field) throws SQLException {
        if (label.role().filter(PRIMARY::equals).isEmpty()) {
            pods.setRole(field.owner(), label.pod(), label.role());
            return;
        }
        try (FencedSession session = session(field, label.pod())) {
            session.require(!session.inRecovery(), label.pod() + " takes writes");
            pods.setRole(field.owner(), label.pod(), label.role());
        }
    }

    FencedSession session(Field field, String instance) throws SQLException {
        return FencedSession.open(
                connect(field, instance), field.memory().epoch(), field.memory().term());
    }

    Connection connect(Field field, String instance) throws SQLException {
        return connect(field, instance, "postgres");
    }

    private static Connection connect(Field field, String instance, String database) throws SQLException {
        String address = field.addresses().get(instance);
        if (address == null) {
            throw new SQLException(instance + " has no address");
        }
        return Sql.open(address, database, field.logins().superuser());
    }

    private void seal(PostgresStep.Seal seal, Field field) throws SQLException {
        try (FencedSession session = session(field, seal.instance())) {
            session.require(session.inRecovery(), seal.instance() + " is in recovery");
            session.writeTerm();
            session.alter("primary_conninfo", "");
            session.reload();
            Connection connection = session.connection();
            Question gone = () -> !Sql.truth(connection, "SELECT EXISTS (SELECT FROM pg_stat_wal_receiver)");
            if (FencedSession.eventually(RECEIVER, gone)) {
                return;
            }
            // While replay is blocked, a reload does not end the receiver, and SQL cannot terminate it.
            long receiver = Sql.number(connection, "SELECT pid FROM pg_stat_wal_receiver");
            if (receiver > 0) {
                Sql.execute(connection, "COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; kill -TERM " + receiver + "'");
            }
            session.require(FencedSession.eventually(RECEIVER, gone), "the WAL receiver can be ended");
        }
    }

    private void stop(PostgresStep.Stop stop, Field field) throws SQLException {
        try (FencedSession session = session(field, stop.instance())) {
            session.require(!session.inRecovery(), stop.instance() + " takes writes");
            session.writeTerm();
            signal(session, stop.gentle() ? "INT" : "QUIT");
        }
        if (stop.gentle()) {
            // Its replicas get the rest of what it wrote until it is gone; after that time they are cut off without.
            FencedSession.eventually(SHUTDOWN, () -> !shutsDown(field, stop.instance()));
        }
    }

    private static boolean shutsDown(Field field, String instance) {
        try (Connection connection = connect(field, instance, "postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return "57P03".equals(e.getSQLState());
        }
    }

    /** The server ends with this statement. Whether it did is seen when it is observed again. */
    private static void signal(FencedSession session, String signal) throws SQLException {
        try {
            Sql.execute(
                    session.connection(),
                    "COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; kill -" + signal
                            + " \"$(head -n 1 postmaster.pid)\"'");
        } catch (SQLException e) {
            if (e.getSQLState() == null
                    || !e.getSQLState().startsWith("08") && !e.getSQLState().startsWith("57")) {
                throw e;
            }
        }
    }

    /** Dirty pages are written while writes are still taken, so that the shutdown has none left. */
    private Memory handOver(PostgresStep.HandOver handOver, Field field) throws SQLException {
        try (FencedSession session = session(field, handOver.primary())) {
            session.require(!session.inRecovery(), handOver.primary() + " takes writes");
            Sql.patient(session.connection());
            Sql.execute(session.connection(), "CHECKPOINT");
            return handOver.next();
        }
    }

    /**
     * The order is a file beside the data directory, because pg_rewind removes what its source does not have. The entrypoint obeys it before the
     * next start, unless the instance has entered another term by then: whoever decides there may count on its data.
     */
    private void rejoin(PostgresStep.Rejoin rejoin, Field field) throws SQLException {
        if (rejoin.rewind()) {
            try (FencedSession primary = session(field, rejoin.primary())) {
                primary.require(!primary.inRecovery(), rejoin.primary() + " takes writes");
                // pg_rewind reads the timeline from the control file, where only a checkpoint puts the new one.
                Sql.patient(primary.connection());
                Sql.execute(primary.connection(), "CHECKPOINT");
            }
        }
        try (FencedSession replica = session(field, rejoin.replica())) {
            replica.require(replica.inRecovery(), rejoin.replica() + " is in recovery");
            replica.writeTerm();
            String parent = Sql.text(
                    replica.connection(), "SELECT regexp_replace(current_setting('data_directory'), '/[^/]*$', '')");
            Sql.execute(
                    replica.connection(),
                    "COPY (SELECT %d) TO ".formatted(field.memory().term())
                            + Sql.literal(parent + (rejoin.rewind() ? "/carestack.rewind" : "/carestack.discard")));
            signal(replica, "INT");
        }
    }

    private void promote(PostgresStep.Promote promote, Field field) throws SQLException {
        long term = field.memory().term();
        try (FencedSession session = session(field, promote.instance())) {
            Connection connection = session.connection();
            session.alter("synchronous_standby_names", promote.names());
            session.reload();
            for (long skipped = promote.fromTimeline() + 1; skipped < term; skipped++) {
                skip(connection, skipped);
            }
            boolean promoted =
                    Sql.truth(connection, """
                    SELECT pg_promote(false) WHERE pg_is_in_recovery() AND NOT EXISTS (SELECT FROM pg_stat_wal_receiver)
                      AND (SELECT max(setting::bigint) FROM pg_file_settings WHERE name = 'carestack.term') = %d
                      AND (SELECT max(setting::bigint) FROM pg_file_settings WHERE name = 'carestack.epoch') = %d
                      AND current_setting('primary_conninfo') = ''
                      AND pg_stat_file('pg_wal/%08X.history', true) IS NULL
                    """.formatted(term, field.memory().epoch(), term));
            session.require(promoted, promote.instance() + " can be promoted in term " + term);
            FencedSession.eventually(PROMOTION, () -> !session.inRecovery());
        }
    }

    /** PostgreSQL takes the next timeline that has no history; these make it the term. */
    private static void skip(Connection connection, long timeline) throws SQLException {
        String file = "pg_wal/%08X.history".formatted(timeline);
        if (Sql.truth(connection, "SELECT pg_stat_file(?, true) IS NULL", file)) {
            String path = Sql.text(connection, "SELECT current_setting('data_directory') || '/' || ?", file);
            Sql.execute(
                    connection,
                    "COPY (SELECT '1' || chr(9) || '0/0' || chr(9) || 'skipped') TO " + Sql.literal(path)
                            + " WITH (FORMAT csv, DELIMITER '|', QUOTE E'\\x01')");
        }
    }

    private void setNames(PostgresStep.SetNames names, Field field) throws SQLException {
        try (FencedSession session = session(field, names.primary())) {
            session.require(!session.inRecovery(), names.primary() + " takes writes");
            session.alter("synchronous_standby_names", names.names());
            session.reload();
            Connection connection = session.connection();
            FencedSession.eventually(
                    RECEIVER,
                    () -> Sql.text(connection, "SELECT current_setting('synchronous_standby_names')")
                            .equals(names.names()));
        }
    }

    private void follow(PostgresStep.Follow follow, Field field) throws SQLException {
        try (FencedSession primary = session(field, follow.primary())) {
            primary.require(!primary.inRecovery(), follow.primary() + " takes writes");
            Sql.text(
                    primary.connection(),
                    "SELECT pg_create_physical_replication_slot(?, true) WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ?)",
                    follow.slot(),
                    follow.slot());
        }
        try (FencedSession replica = session(field, follow.replica())) {
            replica.require(replica.inRecovery(), follow.replica() + " is in recovery");
            replica.writeTerm();
            replica.alter("primary_slot_name", follow.slot());
            replica.alter("primary_conninfo", follow.conninfo());
            replica.reload();
            Connection connection = replica.connection();
            FencedSession.eventually(
                    RECEIVER,
                    () -> Sql.text(connection, "SELECT current_setting('primary_conninfo')")
                            .equals(follow.conninfo()));
        }
    }

    private void restart(PostgresStep.Restart restart, Field field) throws SQLException {
        try (FencedSession session = session(field, restart.instance())) {
            Sql.patient(session.connection());
            Sql.execute(session.connection(), "CHECKPOINT");
            signal(session, "INT");
        }
    }

    private void dropSlot(PostgresStep.DropSlot drop, Field field) throws SQLException {
        try (FencedSession session = session(field, drop.primary())) {
            Sql.text(
                    session.connection(),
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ? AND NOT active",
                    drop.slot());
        }
    }

    private void reload(PostgresStep.Reload reload, Field field) throws SQLException {
        try (FencedSession session = session(field, reload.instance())) {
            String file = "SELECT max(setting) FROM pg_file_settings WHERE name = 'carestack.config'";
            String wanted = Sql.text(session.connection(), file);
            session.reload();
            Connection connection = session.connection();
            FencedSession.eventually(
                    RECEIVER,
                    () -> Sql.text(connection, "SELECT current_setting('carestack.config', true)")
                            .equals(wanted));
        }
    }

    private void configure(PostgresStep.ConfigureDatabase configure, Field field) throws SQLException {
        DatabaseLogins logins = field.logins();
        try (FencedSession session = session(field, configure.primary())) {
            session.require(!session.inRecovery(), configure.primary() + " takes writes");
            Sql.patient(session.connection());
            DatabaseSetup.configure(session.connection(), logins, random);
            try (Connection application = connect(field, configure.primary(), logins.database())) {
                DatabaseSetup.countStatements(application);
            }
        }
    }
}
