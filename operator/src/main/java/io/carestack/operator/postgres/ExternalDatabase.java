package io.carestack.operator.postgres;

import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.store.Secrets;
import io.carestack.operator.store.UriPart;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;

/** A database that somebody else runs: nothing is made; one connection with the Secret's own data says whether applications can use it. */
public final class ExternalDatabase {
    private static final List<String> PARTS = List.of("host", "port", "username", "password", "database");
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final Secrets secrets;

    public ExternalDatabase(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Where and as whom to log in. */
    private record Target(String url, String user, String password) {}

    /** Checks the Secret and connects once; while that fails, it is to be tried again. */
    public PostgresResult check(EffectiveStack stack, Database.External database) {
        String name = database.secretName();
        Optional<Map<String, String>> data = secrets.find(stack.namespace(), name);
        if (data.isEmpty()) {
            return no("SecretMissing", "Secret %s does not exist; create it with the key uri".formatted(name));
        }
        Map<String, String> values = data.get();
        Optional<String> missing = values.containsKey("uri")
                ? Optional.empty()
                : PARTS.stream()
                        .filter(part -> values.getOrDefault(part, "").isEmpty())
                        .findFirst();
        if (missing.isPresent()) {
            return no(
                    "KeyMissing",
                    "Secret %s has neither the key uri nor %s; add uri, or all of %s"
                            .formatted(name, missing.get(), String.join(", ", PARTS)));
        }
        try {
            Target target = target(values);
            try (Connection connection = connect(target)) {
                return PostgresResult.of(
                        ConditionValue.yes(
                                PostgresResult.DATABASE_READY,
                                "Connected",
                                "the external database of Secret %s answers as PostgreSQL %s"
                                        .formatted(
                                                name, connection.getMetaData().getDatabaseProductVersion())),
                        Optional.empty());
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            return no(
                    "UriInvalid",
                    "the key uri of Secret %s is not postgresql://user:password@host:port/database".formatted(name));
        } catch (SQLException e) {
            return no(
                    "ConnectionFailed",
                    "the external database of Secret %s: %s; correct the Secret, or the database"
                            .formatted(
                                    name,
                                    String.valueOf(e.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse("no answer")));
        }
    }

    private static Target target(Map<String, String> values) throws URISyntaxException {
        if (!values.containsKey("uri")) {
            return new Target(
                    "jdbc:postgresql://%s:%s/%s"
                            .formatted(
                                    values.getOrDefault("host", ""),
                                    values.getOrDefault("port", ""),
                                    UriPart.encode(values.getOrDefault("database", ""))),
                    values.getOrDefault("username", ""),
                    values.getOrDefault("password", ""));
        }
        URI uri = new URI(values.getOrDefault("uri", "").strip());
        String[] user = Optional.ofNullable(uri.getRawUserInfo()).orElse("").split(":", 2);
        if (uri.getHost() == null
                || user.length < 2
                || !List.of("postgres", "postgresql").contains(uri.getScheme())) {
            throw new IllegalArgumentException("not a URI of PostgreSQL");
        }
        return new Target(
                "jdbc:postgresql://%s:%d%s%s"
                        .formatted(
                                uri.getHost(),
                                uri.getPort() < 0 ? 5432 : uri.getPort(),
                                Optional.ofNullable(uri.getRawPath())
                                        .filter(path -> !path.isEmpty())
                                        .orElse("/"),
                                sslMode(uri)),
                decode(user[0]),
                decode(user[1]));
    }

    private static String sslMode(URI uri) {
        return Optional.ofNullable(uri.getRawQuery()).stream()
                .flatMap(query -> List.of(query.split("&")).stream())
                .filter(part -> part.startsWith("sslmode="))
                .map(part -> "?" + part)
                .findFirst()
                .orElse("");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Connection connect(Target target) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", target.user());
        properties.setProperty("password", target.password());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("ApplicationName", "carestack-operator");
        Connection connection = new Driver().connect(target.url(), properties);
        if (connection == null) {
            throw new SQLException("not an address of PostgreSQL");
        }
        return connection;
    }

    private static PostgresResult no(String reason, String message) {
        return PostgresResult.of(ConditionValue.no(PostgresResult.DATABASE_READY, reason, message), Optional.of(AGAIN));
    }
}
