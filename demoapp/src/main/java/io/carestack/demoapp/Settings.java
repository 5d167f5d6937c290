package io.carestack.demoapp;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the environment says.
 *
 * @param readyAfter how long after the start the health routes begin to succeed
 * @param failRate share of ordinary requests that are answered with 500, 0 to 1
 * @param crashAfter when the process ends itself with exit code 1
 * @param drain how long after SIGTERM new requests are still answered
 * @param worker no web server, but a loop that works on the database and on Redis
 */
record Settings(
        int port,
        String version,
        String pod,
        Duration readyAfter,
        double failRate,
        Optional<Duration> crashAfter,
        Duration drain,
        boolean worker,
        Optional<String> databaseUrl,
        Optional<String> readOnlyUrl,
        Optional<String> redisUrl) {

    /** Reads PORT, APP_VERSION, HOSTNAME, READY_AFTER, FAIL_RATE, CRASH_AFTER, DRAIN, WORKER and the three URLs. */
    static Settings of(Map<String, String> environment) {
        Optional<String> database = value(environment, "DATABASE_URL");
        return new Settings(
                value(environment, "PORT").map(Integer::valueOf).orElse(3001),
                value(environment, "APP_VERSION").orElse("0"),
                value(environment, "HOSTNAME").orElse("?"),
                seconds(environment, "READY_AFTER").orElse(Duration.ZERO),
                value(environment, "FAIL_RATE").map(Double::valueOf).orElse(0.0),
                seconds(environment, "CRASH_AFTER").filter(Duration::isPositive),
                seconds(environment, "DRAIN").orElse(Duration.ofSeconds(5)),
                value(environment, "WORKER")
                        .filter(text -> text.equals("1") || text.equals("true"))
                        .isPresent(),
                database,
                value(environment, "DATABASE_READONLY_URL").or(() -> database),
                value(environment, "REDIS_URL"));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    private static Optional<Duration> seconds(Map<String, String> environment, String name) {
        return value(environment, name).map(text -> Duration.ofMillis((long) (Double.parseDouble(text) * 1000)));
    }
}
