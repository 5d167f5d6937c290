package io.carestack.demoapp;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A background worker: once a second it counts in Redis and asks the database, and says so when one of them fails. */
final class Worker {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Optional<Database> database;
    private final Optional<Cache> cache;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Worker(Settings settings) {
        this.database = settings.databaseUrl().map(Database::new);
        this.cache = settings.redisUrl().map(Cache::new);
    }

    /** Works until it is stopped. */
    void run() throws InterruptedException {
        do {
            turn();
        } while (!stopping.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void turn() {
        try {
            if (database.isPresent()) {
                database.get().ping();
            }
            cache.ifPresent(found -> found.increment("worker:turns"));
        } catch (SQLException | RuntimeException e) {
            System.err.println("worker: " + e.getMessage());
        }
    }

    void stop() {
        stopping.countDown();
    }
}
