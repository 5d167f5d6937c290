package io.carestack.demoapp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The web server: health, metrics, notes, slow and endless answers, and a version for everything else. */
final class Application implements AutoCloseable {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);
    private static final int BACKLOG = 1024;

    private final Settings settings;
    private final HttpServer server;
    private final Metrics metrics;
    private final Optional<Database> database;
    private final Optional<Database> readOnly;
    private final Optional<Cache> cache;
    private final Checks checks;
    private final long begin = System.nanoTime();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicInteger inFlight = new AtomicInteger();

    /** An answer; those to probes and scrapers are not counted as requests. */
    private record Answer(int status, String type, String body, boolean counted) {
        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body, true);
        }

        static Answer uncounted(int status, String body) {
            return new Answer(status, "application/json", body, false);
        }
    }

    Application(Settings settings) throws IOException {
        this.settings = settings;
        this.metrics = new Metrics(settings.version());
        this.database = settings.databaseUrl().map(Database::new);
        this.readOnly = settings.readOnlyUrl().map(Database::new);
        this.cache = settings.redisUrl().map(Cache::new);
        this.checks = new Checks(database, cache);
        this.server = HttpServer.create(new InetSocketAddress(settings.port()), BACKLOG);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
    }

    void start() {
        server.start();
    }

    /** The port that it listens on. */
    int port() {
        return server.getAddress().getPort();
    }

    /** Requests that are being answered now. */
    int inFlight() {
        return inFlight.get();
    }

    private void handle(HttpExchange exchange) throws IOException {
        inFlight.incrementAndGet();
        long from = System.nanoTime();
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/stream")) {
                stream(exchange);
                return;
            }
            Answer answer = answer(exchange);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            // a slow answer may have begun before: whoever gets it must not come back on this connection
            lastWhenStopping(exchange);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            if (answer.counted()) {
                metrics.answered(answer.status(), Duration.ofNanos(System.nanoTime() - from));
            }
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private void lastWhenStopping(HttpExchange exchange) {
        if (stopping.getCount() == 0) {
            exchange.getResponseHeaders().set("Connection", "close");
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().replaceAll("/+$", "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        return switch (last) {
            case "detailed" -> detailed();
            case "ready", "health", "healthz", "readyz" -> ready();
            case "live", "livez" -> Answer.uncounted(200, "{\"status\":\"alive\"}");
            case "metrics" -> new Answer(200, "text/plain; version=0.0.4", metrics.text(), false);
            case "notes" -> notes(exchange);
            default -> other(path);
        };
    }

    private boolean isReady() {
        return stopping.getCount() > 0
                && System.nanoTime() - begin >= settings.readyAfter().toNanos();
    }

    private Answer ready() {
        return Answer.uncounted(
                isReady() ? 200 : 503, "{\"status\":\"%s\"}".formatted(isReady() ? "healthy" : "starting"));
    }

    private Answer detailed() {
        Checks.Report report = checks.report();
        return isReady() ? Answer.uncounted(report.healthy() ? 200 : 503, report.json()) : ready();
    }

    private Answer notes(HttpExchange exchange) throws IOException {
        try {
            if (exchange.getRequestMethod().equals("POST")) {
                if (database.isEmpty()) {
                    return Answer.json(503, "{\"error\":\"DATABASE_URL is not set\"}");
                }
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                long id = database.get().insertNote(body);
                cache.ifPresent(Application::countNote);
                return Answer.json(201, "{\"id\":%d}".formatted(id));
            }
            return readOnly.isEmpty()
                    ? Answer.json(503, "{\"error\":\"DATABASE_READONLY_URL is not set\"}")
                    : Answer.json(200, "{\"count\":%d}".formatted(readOnly.get().countNotes()));
        } catch (SQLException e) {
            return Answer.json(503, "{\"error\":%s}".formatted(Text.quoted(String.valueOf(e.getMessage()))));
        }
    }

    private static void countNote(Cache cache) {
        try {
            cache.increment("notes");
        } catch (RuntimeException e) {
            System.err.println("redis: " + e.getMessage());
        }
    }

    private Answer other(String path) {
        if (path.startsWith("/slow/")) {
            Duration wait = Duration.ofMillis((long) (Double.parseDouble(path.substring(6)) * 1000));
            pause(wait.compareTo(LONGEST_ANSWER) > 0 ? LONGEST_ANSWER : wait);
        }
        boolean fails = ThreadLocalRandom.current().nextDouble() < settings.failRate();
        return Answer.json(
                fails ? 500 : 200,
                "{\"version\":%s,\"pod\":%s}".formatted(Text.quoted(settings.version()), Text.quoted(settings.pod())));
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        lastWhenStopping(exchange);
        exchange.sendResponseHeaders(200, 0);
        byte[] line = "%s %s\n".formatted(settings.version(), settings.pod()).getBytes(StandardCharsets.UTF_8);
        try {
            while (!stopping.await(1, TimeUnit.SECONDS)) {
                exchange.getResponseBody().write(line);
                exchange.getResponseBody().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops being ready, answers on for the drain time, then until nothing is in flight. */
    void drain() {
        stopping.countDown();
        pause(settings.drain());
        long limit = System.nanoTime() + LONGEST_ANSWER.toNanos();
        while (inFlight.get() > 0 && System.nanoTime() < limit) {
            pause(Duration.ofMillis(20));
        }
        server.stop(0);
    }

    @Override
    public void close() {
        stopping.countDown();
        server.stop(0);
    }
}
