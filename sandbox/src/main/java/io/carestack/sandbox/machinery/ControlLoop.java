package io.carestack.sandbox.machinery;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a step for keys that may have changed: never twice at once for one key, and once more when a key is added
 * while its step runs. A step that fails is repeated with a growing delay (20 ms to 5 s).
 */
public final class ControlLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
    private static final int PARALLEL = 8;
    private static final Duration FIRST_RETRY = Duration.ofMillis(20);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    /** One level-triggered pass over an object; the result says when to look again without being asked. */
    @FunctionalInterface
    public interface Step {
        Optional<Duration> run(Key key) throws Exception;
    }

    private static final class Work {
        boolean again;
    }

    private final String name;
    private final Step step;
    private final ScheduledExecutorService timer;
    private final Semaphore slots = new Semaphore(PARALLEL);
    private final Map<Key, Work> active = new HashMap<>();
    private final Map<Key, Integer> failures = new HashMap<>();
    private boolean closed;

    public ControlLoop(String name, ScheduledExecutorService timer, Step step) {
        this.name = name;
        this.timer = timer;
        this.step = step;
    }

    /** Asks for a pass over the key soon. */
    public void add(Key key) {
        synchronized (active) {
            if (closed) {
                return;
            }
            Work running = active.get(key);
            if (running != null) {
                running.again = true;
                return;
            }
            active.put(key, new Work());
        }
        Thread.ofVirtual().name(name + " " + key).start(() -> work(key));
    }

    /** Asks for a pass over the key after a delay. */
    public void addAfter(Key key, Duration delay) {
        try {
            timer.schedule(() -> add(key), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("{} {} is not looked at again: the sandbox is closing", name, key, e);
        }
    }

    private void work(Key key) {
        boolean more = true;
        while (more) {
            Optional<Duration> next = pass(key);
            synchronized (active) {
                Work work = active.get(key);
                more = work != null && work.again && !closed;
                if (work != null) {
                    work.again = false;
                }
                if (!more) {
                    active.remove(key);
                }
            }
            next.ifPresent(delay -> addAfter(key, delay));
        }
    }

    private Optional<Duration> pass(Key key) {
        try {
            slots.acquire();
            try {
                Optional<Duration> next = step.run(key);
                failed(key, false);
                return next;
            } finally {
                slots.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (Exception e) {
            return failed(e, key);
        }
    }

    private Optional<Duration> failed(Exception e, Key key) {
        int count = failed(key, true);
        boolean expected = e instanceof KubernetesClientException k
                && (k.getCode() == HttpURLConnection.HTTP_CONFLICT || k.getCode() == HttpURLConnection.HTTP_NOT_FOUND);
        synchronized (active) {
            if (closed) {
                return Optional.empty();
            }
        }
        if (expected || count < 3) {
            LOG.debug("{} {} is tried again: {}", name, key, e.toString());
        } else {
            LOG.warn("{} {} failed {} times", name, key, count, e);
        }
        long millis = FIRST_RETRY.toMillis() << Math.min(count, 10);
        return Optional.of(Duration.ofMillis(Math.min(millis, LAST_RETRY.toMillis())));
    }

    private int failed(Key key, boolean now) {
        synchronized (failures) {
            if (now) {
                return failures.merge(key, 1, Integer::sum);
            }
            failures.remove(key);
            return 0;
        }
    }

    /** Starts no further pass; one that runs comes to its end. */
    @Override
    public void close() {
        synchronized (active) {
            closed = true;
        }
    }
}
