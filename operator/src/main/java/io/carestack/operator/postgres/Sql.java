package io.carestack.operator.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/** Direct connections to one instance: no pool, no automatic reconnect, a timeout on everything. */
final class Sql {
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final String CONNECT_SECONDS = "2";
    private static final String SOCKET_SECONDS = "5";
    private static final String PROBE_SECONDS = "1";

    /** Slow statements of the operator's own, such as CREATE DATABASE. */
    static final int LONG_MILLISECONDS = 60_000;

    private Sql() {}

    /** Opens a connection as the superuser to an instance's own address. */
    static Connection open(String address, String database, String password) throws SQLException {
        return open(address, database, password, CONNECT_SECONDS, SOCKET_SECONDS);
    }

    /** The same for a question that is worth nothing after a second. */
    static Connection probe(String address, String password) throws SQLException {
        return open(address, "postgres", password, PROBE_SECONDS, PROBE_SECONDS);
    }

    private static Connection open(
            String address, String database, String password, String connectSeconds, String socketSeconds)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", connectSeconds);
        properties.setProperty("loginTimeout", socketSeconds);
        properties.setProperty("socketTimeout", socketSeconds);
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("ApplicationName", "carestack-operator");
        // To note the text of a new statement, pg_stat_statements opens a file for writing, and reads would hang with
        // the disk.
        properties.setProperty(
                "options",
                "-c search_path=pg_catalog -c synchronous_commit=local -c statement_timeout=4500"
                        + " -c pg_stat_statements.track=none");
        String host = address.contains(":") ? "[" + address + "]" : address;
        Connection connection = new Driver().connect("jdbc:postgresql://" + host + ":5432/" + database, properties);
        if (connection == null) {
            throw new SQLException("not an address: " + address);
        }
        return connection;
    }

    /** Lets statements of this connection take a minute. */
    static void patient(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, LONG_MILLISECONDS);
        execute(connection, "SET statement_timeout = " + LONG_MILLISECONDS);
    }

    static void execute(Connection connection, String statement) throws SQLException {
        try (Statement each = connection.createStatement()) {
            each.execute(statement);
        }
    }

    /** The first column of the first row as text; empty when there is no row or it is null. */
    static String text(Connection connection, String query, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setString(index + 1, parameters[index]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                String value = rows.next() ? rows.getString(1) : null;
                return value == null ? "" : value;
            }
        }
    }

    static boolean truth(Connection connection, String query, String... parameters) throws SQLException {
        return "t".equals(text(connection, query, parameters));
    }

    static long number(Connection connection, String query, String... parameters) throws SQLException {
        String text = text(connection, query, parameters);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** A literal; ALTER SYSTEM, CREATE ROLE and COPY take no parameters. */
    static String literal(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a text of SQL has no zero character");
        }
        String doubled = value.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : " E'" + doubled.replace("\\", "\\\\") + "'";
    }

    /** A quoted name of the pattern that the schema allows. */
    static String identifier(String name) {
        if (!IDENTIFIER.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a role or database: " + name);
        }
        return '"' + name + '"';
    }
}
