package io.carestack.operator.postgres;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Roles, passwords and the application's database. Passwords reach SQL as verifiers only. */
final class DatabaseSetup {
    private static final String REPLICATION = "carestack_replication";
    private static final String EXPORTER = "carestack_exporter";
    /** What pg_rewind calls on its source. A role that may copy the whole cluster learns nothing new by it. */
    private static final List<String> REWIND = List.of(
            "pg_catalog.pg_ls_dir(text, boolean, boolean)",
            "pg_catalog.pg_stat_file(text, boolean)",
            "pg_catalog.pg_read_binary_file(text)",
            "pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean)");

    private static final String VERIFIER =
            "SELECT coalesce((SELECT rolpassword FROM pg_authid WHERE rolname = ? AND rolcanlogin), '')";

    private DatabaseSetup() {}

    /** Whether everything is as it should be. */
    static boolean isReady(Connection connection, DatabaseLogins logins) throws SQLException {
        return ScramVerifier.matches(logins.replication(), Sql.text(connection, VERIFIER, REPLICATION))
                && ScramVerifier.matches(logins.owner(), Sql.text(connection, VERIFIER, logins.ownerName()))
                && (logins.exporter().isEmpty()
                        || isMonitor(connection, logins.exporter().get()))
                && Sql.truth(
                        connection,
                        "SELECT EXISTS (SELECT FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba WHERE datname = ? AND rolname = ?)",
                        logins.database(),
                        logins.ownerName())
                && Sql.truth(
                        connection,
                        "SELECT bool_and(has_function_privilege(?, f, 'EXECUTE')) FROM unnest(string_to_array(?, ';')) f",
                        REPLICATION,
                        String.join(";", REWIND));
    }

    private static boolean isMonitor(Connection connection, String password) throws SQLException {
        return ScramVerifier.matches(password, Sql.text(connection, VERIFIER, EXPORTER))
                && Sql.truth(
                        connection,
                        "SELECT EXISTS (SELECT FROM pg_auth_members WHERE roleid = 'pg_monitor'::regrole"
                                + " AND member = (SELECT oid FROM pg_roles WHERE rolname = ?))",
                        EXPORTER);
    }

    /** Creates what is missing and corrects passwords that differ. */
    static void configure(Connection connection, DatabaseLogins logins, SecureRandom random) throws SQLException {
        role(connection, REPLICATION, "LOGIN REPLICATION", logins.replication(), random);
        for (String function : REWIND) {
            Sql.execute(connection, "GRANT EXECUTE ON FUNCTION " + function + " TO " + Sql.identifier(REPLICATION));
        }
        role(connection, logins.ownerName(), "LOGIN", logins.owner(), random);
        if (logins.exporter().isPresent()) {
            role(
                    connection,
                    EXPORTER,
                    "LOGIN CONNECTION LIMIT 5",
                    logins.exporter().get(),
                    random);
            String exporter = Sql.identifier(EXPORTER);
            Sql.execute(connection, "GRANT pg_monitor TO " + exporter);
            // The owner of a database can put functions and operators of its own where others would find them.
            Sql.execute(connection, "ALTER ROLE " + exporter + " SET search_path = pg_catalog");
            Sql.execute(connection, "ALTER ROLE " + exporter + " SET statement_timeout = '10s'");
        }
        String database = Sql.identifier(logins.database());
        String owner = Sql.identifier(logins.ownerName());
        if (Sql.truth(connection, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = ?)", logins.database())) {
            Sql.execute(connection, "ALTER DATABASE " + database + " OWNER TO " + owner);
        } else {
            Sql.execute(connection, "CREATE DATABASE " + database + " OWNER " + owner);
        }
    }

    /** Counts statements in the application's database; an image without the extension does without. */
    static void countStatements(Connection application) throws SQLException {
        if (Sql.truth(
                application,
                "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_stat_statements' AND installed_version IS NULL)")) {
            Sql.execute(application, "CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA public");
        }
    }

    private static void role(
            Connection connection, String name, String attributes, String password, SecureRandom random)
            throws SQLException {
        String stored = Sql.text(connection, VERIFIER, name);
        if (ScramVerifier.matches(password, stored)) {
            return;
        }
        boolean exists = Sql.truth(connection, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", name);
        Sql.execute(
                connection,
                (exists ? "ALTER" : "CREATE") + " ROLE " + Sql.identifier(name) + " " + attributes + " PASSWORD "
                        + Sql.literal(ScramVerifier.of(password, random)));
    }
}
