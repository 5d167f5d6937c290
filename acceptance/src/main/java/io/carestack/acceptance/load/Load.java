package io.carestack.acceptance.load;

import io.carestack.acceptance.load.KeepAliveConnection.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Load on one address, from the constructor to {@link #close()}.
 *
 * <p>The server is the demo application: {@code /} tells its version, {@code /slow/<seconds>} takes its time, {@code /stream} tells the version each
 * second and ends when the server is about to stop.
 */
public final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long NANOS = 1_000_000_000L;

    private final InetSocketAddress server;
    private final LoadShape shape;
    private final Counts counts = new Counts(Clock.systemUTC());
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final Set<KeepAliveConnection> open = ConcurrentHashMap.newKeySet();

    /** Starts at once. */
    public Load(InetSocketAddress server, LoadShape shape) {
        this.server = server;
        this.shape = shape;
        for (int client = 0; client < shape.clients(); client++) {
            int offset = client;
            threads.add(Thread.startVirtualThread(() -> ask(offset)));
        }
        for (int i = 0; i < shape.streams(); i++) {
            threads.add(Thread.startVirtualThread(this::listen));
        }
        for (int i = 0; i < shape.slow(); i++) {
            threads.add(Thread.startVirtualThread(this::askSlowly));
        }
        for (int i = 0; i < shape.visitors(); i++) {
            threads.add(Thread.startVirtualThread(this::visit));
        }
    }

    /** What became of the requests so far. */
    public LoadReport report() {
        return counts.report();
    }

    /** Ends the load; what is in flight then is not counted. */
    @Override
    public void close() {
        stop.countDown();
        open.forEach(Load::hangUp);
        for (Thread thread : threads) {
            try {
                thread.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Requests at fixed times, so that a server that stalls is not spared: they come late, but they come. */
    private void ask(int offset) {
        long every = NANOS * shape.clients() / Math.max(1, shape.requestsPerSecond());
        long next = System.nanoTime() + every * offset / shape.clients();
        KeepAliveConnection connection = null;
        while (!stopped(next - System.nanoTime())) {
            connection = request(connection, "/", false);
            next += every;
        }
        drop(connection);
    }

    private void askSlowly() {
        String path = "/slow/" + shape.slowFor().toMillis() / 1000.0;
        KeepAliveConnection connection = null;
        while (!stopped(0)) {
            connection = request(connection, path, true);
        }
        drop(connection);
    }

    private void visit() {
        while (!stopped(NANOS / 10)) {
            drop(request(null, "/", false));
        }
    }

    private void listen() {
        while (!stopped(0)) {
            KeepAliveConnection connection = null;
            try {
                connection = connect();
                Answer answer = connection.get("/stream", line -> counts.seen(line.split(" ")[0]));
                if (answer.status() == 200) {
                    counts.ended();
                } else {
                    failed("stream: status " + answer.status());
                }
            } catch (IOException e) {
                failed("stream: " + words(e));
            }
            drop(connection);
        }
    }

    /** The connection to go on with; none after a failure or when the server wants no more. */
    private @Nullable KeepAliveConnection request(@Nullable KeepAliveConnection known, String path, boolean slow) {
        KeepAliveConnection connection = known;
        try {
            if (connection == null) {
                connection = connect();
            }
            Answer answer = connection.get(path, chunk -> {});
            if (answer.status() == 200) {
                counts.answered(answer.body());
                if (slow) {
                    counts.slowAnswered();
                }
            } else {
                failed("status " + answer.status());
            }
            if (answer.reusable()) {
                return connection;
            }
        } catch (IOException e) {
            failed((slow ? "slow: " : "") + words(e));
        }
        drop(connection);
        return null;
    }

    private KeepAliveConnection connect() throws IOException {
        KeepAliveConnection connection = new KeepAliveConnection(server, PATIENCE);
        open.add(connection);
        if (stop.getCount() == 0) {
            hangUp(connection);
        }
        return connection;
    }

    private void drop(@Nullable KeepAliveConnection connection) {
        if (connection != null) {
            open.remove(connection);
            hangUp(connection);
        }
    }

    private static void hangUp(KeepAliveConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            System.err.println("closing: " + e.getMessage());
        }
    }

    /** Failures pace themselves, so that an address where nobody listens is not hammered. */
    private void failed(String words) {
        if (stop.getCount() > 0) {
            counts.failed(words);
            stopped(NANOS / 10);
        }
    }

    private static String words(IOException failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    private boolean stopped(long nanos) {
        try {
            return stop.await(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
