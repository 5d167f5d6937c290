package io.carestack.operator.postgres;

import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.postgres.StepExecutor.Field;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.PostgresStep.ConfirmTerm;
import io.carestack.operator.postgres.plan.PostgresStep.RaiseRequired;
import io.carestack.operator.postgres.plan.PostgresStep.RemoveMembers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Changes of what commits wait for whose order decides over acknowledged writes: first the fact, proved, then the memory of it. */
final class QuorumChange {
    private static final Duration EFFECTIVE = Duration.ofSeconds(4);
    private static final Duration CAUGHT_UP = Duration.ofSeconds(4);

    private QuorumChange() {}

    /**
     * More members per commit than before. From no members at all, only a checkpoint proves that the checkpointer has seen the names. What was
     * acknowledged under the old names may be on fewer members than the new record says, so they must have it before the record does.
     */
    static Memory raise(StepExecutor executor, RaiseRequired raise, Field field) throws SQLException {
        try (FencedSession session = executor.session(field, raise.primary())) {
            session.require(!session.inRecovery(), raise.primary() + " takes writes");
            makeEffective(executor, session, field, raise.primary(), raise.names());
            Sql.patient(session.connection());
            Sql.execute(session.connection(), "CHECKPOINT");
            QuorumRecord record = raise.next().current().orElseThrow();
            session.require(
                    hold(session.connection(), field, record.members(), record.required()),
                    "%d of %s hold everything".formatted(record.required(), record.members()));
            return raise.next();
        }
    }

    /** Without the leaving members: when the names are effective, enough of the others must hold everything up to then. */
    static Memory remove(StepExecutor executor, RemoveMembers remove, Field field) throws SQLException {
        try (FencedSession session = executor.session(field, remove.primary())) {
            session.require(!session.inRecovery(), remove.primary() + " takes writes");
            makeEffective(executor, session, field, remove.primary(), remove.names());
            session.require(
                    hold(session.connection(), field, remove.remaining(), remove.required()),
                    "%d of %s hold everything".formatted(remove.required(), remove.remaining()));
            return remove.next();
        }
    }

    /** A commit of this term comes back without a warning, so the required members hold its promotion. */
    static Memory confirm(StepExecutor executor, ConfirmTerm confirm, Field field) throws SQLException {
        try (FencedSession session = executor.session(field, confirm.primary())) {
            session.require(!session.inRecovery(), confirm.primary() + " takes writes");
            Connection connection = session.connection();
            Sql.execute(connection, "SET synchronous_commit = on");
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_logical_emit_message(true, 'carestack', 'term "
                        + field.memory().term() + "')");
                session.require(
                        statement.getWarnings() == null && connection.getWarnings() == null,
                        "the commit was acknowledged without a warning");
            }
            return confirm.next();
        }
    }

    /** Whether so many of the members have on disk what the primary has now. */
    private static boolean hold(Connection connection, Field field, List<Member> members, int required)
            throws SQLException {
        String position = Sql.text(connection, "SELECT pg_current_wal_lsn()");
        String names = members.stream()
                .map(Member::instance)
                .distinct()
                .map(instance -> instance + "_t" + field.memory().term())
                .collect(Collectors.joining(","));
        return FencedSession.eventually(
                CAUGHT_UP,
                () -> Sql.number(
                                connection,
                                "SELECT count(DISTINCT application_name) FROM pg_stat_replication"
                                        + " WHERE application_name = ANY (string_to_array(?, ',')) AND flush_lsn >= ?::pg_lsn",
                                names,
                                position)
                        >= required);
    }

    /** Every process has read the names: new sessions show a later load, and senders that started before it are started again. */
    private static void makeEffective(
            StepExecutor executor, FencedSession session, Field field, String primary, String names)
            throws SQLException {
        Connection connection = session.connection();
        String before = loadTime(executor, field, primary);
        session.alter("synchronous_standby_names", names);
        session.reload();
        session.require(
                FencedSession.eventually(
                        EFFECTIVE, () -> !loadTime(executor, field, primary).equals(before)),
                "the configuration is read again");
        Sql.text(
                connection,
                "SELECT count(pg_terminate_backend(pid, 2000)) FROM pg_stat_replication WHERE backend_start < ?::timestamptz",
                loadTime(executor, field, primary));
    }

    private static String loadTime(StepExecutor executor, Field field, String primary) throws SQLException {
        try (Connection fresh = executor.connect(field, primary)) {
            return Sql.text(fresh, "SELECT pg_conf_load_time()");
        }
    }
}
