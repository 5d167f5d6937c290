package io.carestack.demoapp;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One PostgreSQL database, with a few connections that are kept as long as they work. Nothing is connected at first. */
final class Database {
    private static final int KEPT = 4;

    private final String jdbcUrl;
    private final Properties properties;
    private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();

    /** Takes a URL of the form {@code postgresql://user:password@host:port/database?parameters}. */
    Database(String url) {
        URI uri = URI.create(url);
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        this.jdbcUrl = "jdbc:postgresql://" + uri.getHost() + port + uri.getPath() + query;
        this.properties = new Properties();
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("ApplicationName", "careapp");
        String userInfo = uri.getRawUserInfo();
        if (userInfo != null) {
            String[] parts = userInfo.split(":", 2);
            properties.setProperty("user", decode(parts[0]));
            if (parts.length == 2) {
                properties.setProperty("password", decode(parts[1]));
            }
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    String jdbcUrl() {
        return jdbcUrl;
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Runs the work once; a connection on which something failed is given up. */
    <T> T run(Work<T> work) throws SQLException {
        Connection kept = idle.poll();
        Connection connection = kept == null ? DriverManager.getConnection(jdbcUrl, properties) : kept;
        boolean usable = false;
        try {
            T result = work.with(connection);
            usable = true;
            return result;
        } finally {
            if (usable && idle.size() < KEPT) {
                idle.add(connection);
            } else {
                connection.close();
            }
        }
    }

    /** Stores a note and returns its number; makes the table at its first use. */
    long insertNote(String text) throws SQLException {
        try {
            return run(connection -> insert(connection, text));
        } catch (SQLException e) {
            if (!"42P01".equals(e.getSQLState())) {
                throw e;
            }
            return run(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE IF NOT EXISTS notes ("
                            + "id bigserial PRIMARY KEY, body text NOT NULL, created_at timestamptz DEFAULT now())");
                }
                return insert(connection, text);
            });
        }
    }

    private static long insert(Connection connection, String text) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO notes (body) VALUES (?) RETURNING id")) {
            statement.setString(1, text);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** The number of notes; zero as long as there is no table. */
    long countNotes() throws SQLException {
        try {
            return run(connection -> number(connection, "SELECT count(*) FROM notes"));
        } catch (SQLException e) {
            if ("42P01".equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    /** Succeeds when the database answers. */
    void ping() throws SQLException {
        run(connection -> number(connection, "SELECT 1"));
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
