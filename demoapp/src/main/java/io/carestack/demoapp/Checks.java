package io.carestack.demoapp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the database and Redis answer, and how fast. */
final class Checks {
    private final Optional<Database> database;
    private final Optional<Cache> cache;

    Checks(Optional<Database> database, Optional<Cache> cache) {
        this.database = database;
        this.cache = cache;
    }

    /** What is checked. */
    @FunctionalInterface
    private interface Probe {
        void run() throws Exception;
    }

    private record Outcome(boolean healthy, double millis, String error) {}

    /** The verdict on all that is configured. */
    record Report(boolean healthy, String json) {}

    Report report() {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        database.ifPresent(found -> outcomes.put("database", check(found::ping)));
        cache.ifPresent(found -> outcomes.put("redis", check(found::ping)));
        boolean healthy = outcomes.values().stream().allMatch(Outcome::healthy);
        String checks = outcomes.entrySet().stream()
                .map(entry -> "\"%s\":%s".formatted(entry.getKey(), json(entry.getValue())))
                .collect(Collectors.joining(","));
        return new Report(
                healthy, "{\"status\":\"%s\",\"checks\":{%s}}".formatted(healthy ? "healthy" : "unhealthy", checks));
    }

    private static Outcome check(Probe probe) {
        long begin = System.nanoTime();
        try {
            probe.run();
            return new Outcome(true, (System.nanoTime() - begin) / 1e6, "");
        } catch (Exception e) {
            return new Outcome(false, (System.nanoTime() - begin) / 1e6, String.valueOf(e.getMessage()));
        }
    }

    private static String json(Outcome outcome) {
        String error = outcome.healthy() ? "" : ",\"error\":" + Text.quoted(outcome.error());
        return "{\"status\":\"%s\",\"latencyMs\":%.1f%s}"
                .formatted(outcome.healthy() ? "healthy" : "unhealthy", outcome.millis(), error);
    }
}
