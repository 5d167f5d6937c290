package io.carestack.operator.postgres;

import io.carestack.operator.postgres.tls.TrustingSocketFactory;
import java.security.cert.CertificateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.postgresql.Driver;
import org.postgresql.util.PSQLState;

/**
 * Direct connections to one instance: no pool, no automatic reconnect, a timeout on everything. They stay out of {@code pg_stat_statements}, which writes
 * the text of each new statement to the volume and makes all others wait when that stalls.
 */
final class Sql {
    private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final String CONNECT_SECONDS = "2";
    private static final String SOCKET_SECONDS = "5";
    private static final String PROBE_SECONDS = "1";

    /** Slow statements of the operator's own, such as CREATE DATABASE. */
    static final int LONG_MILLISECONDS = 60_000;

    private Sql() {}

    /** Opens a connection as the superuser to an instance's own address. */
    static Connection open(String address, String database, OperatorLogin login) throws SQLException {
        return open(address, database, login, CONNECT_SECONDS, SOCKET_SECONDS);
    }

    /** The same for a question that is worth nothing after a second. */
    static Connection probe(String address, OperatorLogin login) throws SQLException {
        return open(address, "postgres", login, PROBE_SECONDS, PROBE_SECONDS);
    }

    private static Connection open(
            String address, String database, OperatorLogin login, String connectSeconds, String socketSeconds)
            throws SQLException {
        return switch (login.encryption()) {
            case OFF -> connect(address, database, properties(login, connectSeconds, socketSeconds));
            case OFFERED -> prefer(address, database, login, connectSeconds, socketSeconds);
            case DEMANDED -> connect(address, database, encrypted(login, connectSeconds, socketSeconds));
        };
    }

    /** An instance that has no certificate yet says so at once; one whose certificate is not trusted yet must be reached, too. */
    private static Connection prefer(
            String address, String database, OperatorLogin login, String connectSeconds, String socketSeconds)
            throws SQLException {
        if (login.trusted().isEmpty()) {
            return connect(address, database, properties(login, connectSeconds, socketSeconds));
        }
        try {
            return connect(address, database, encrypted(login, connectSeconds, socketSeconds));
        } catch (SQLException e) {
            if (PSQLState.CONNECTION_REJECTED.getState().equals(e.getSQLState()) || isRefusedByTls(e)) {
                return connect(address, database, properties(login, connectSeconds, socketSeconds));
            }
            throw e;
        }
    }

    /** The server answered, with a certificate that nobody vouches for. */
    static boolean isRefusedByTls(SQLException e) {
        return e.getCause() instanceof SSLHandshakeException refused
                && refused.getCause() instanceof CertificateException;
    }

    private static Properties encrypted(OperatorLogin login, String connectSeconds, String socketSeconds)
            throws SQLException {
        Properties properties = properties(login, connectSeconds, socketSeconds);
        // by address, which is in no certificate: only the servers of this stack have one of its authority
        properties.setProperty("sslmode", "verify-ca");
        properties.setProperty("sslfactory", TrustingSocketFactory.class.getName());
        properties.setProperty(
                "sslfactoryarg",
                login.trusted().orElseThrow(() -> new SQLException("there is no certificate to know the instance by")));
        return properties;
    }

    private static Properties properties(OperatorLogin login, String connectSeconds, String socketSeconds) {
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", login.password());
        properties.setProperty("connectTimeout", connectSeconds);
        properties.setProperty("loginTimeout", socketSeconds);
        properties.setProperty("socketTimeout", socketSeconds);
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("ApplicationName", "carestack-operator");
        properties.setProperty(
                "options",
                "-c search_path=pg_catalog -c synchronous_commit=local -c statement_timeout=4500 -c pg_stat_statements.track=none");
        return properties;
    }

    private static Connection connect(String address, String database, Properties properties) throws SQLException {
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
