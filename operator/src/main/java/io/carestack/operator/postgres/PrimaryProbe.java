package io.carestack.operator.postgres;

import io.carestack.operator.postgres.PrimaryProbes.Target;
import io.carestack.operator.postgres.plan.Suspicion;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The probes of one primary.
 *
 * <p>A probe writes a message into the WAL, which also keeps the replicas from hearing nothing from a primary that is idle. A server that answers that it
 * takes no writes has answered. When a write hangs, a second connection finds out whether the server hangs or only its disk does.
 */
final class PrimaryProbe implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(4);

    /** How far replicas lag changes slowly, and matters to metrics alone. */
    private static final Duration MEASURE = Duration.ofSeconds(5);

    /** Each try leaves a backend that hangs with the disk, so they are few. */
    private static final Duration WRITE_AGAIN = Duration.ofSeconds(5);

    private final Runnable news;
    private final Thread thread;
    private volatile Target target;
    private volatile Said said = new Said("", Suspicion.NONE);
    private volatile String word = "";
    private volatile Measured measured = Measured.NOTHING;
    private volatile boolean closed;

    private @Nullable Connection connection;
    private int failures;
    private long failingSince;
    private long stalledSince;
    private long wroteAt;
    private long heartbeatAt;
    private long measuredAt;

    private PrimaryProbe(Target target, Runnable news) {
        this.target = target;
        this.news = news;
        this.thread = Thread.ofVirtual().name("probe-" + target.instance()).unstarted(this::run);
    }

    /** @param news run when the database is to be looked at again */
    static PrimaryProbe start(Target target, Runnable news) {
        PrimaryProbe probe = new PrimaryProbe(target, news);
        probe.thread.start();
        return probe;
    }

    /** Another instance, or the same at another address. */
    void aim(Target next) {
        target = next;
    }

    /** What is said of this instance; nothing while another one is probed. */
    Suspicion suspicion(String instance) {
        Said last = said;
        return last.instance().equals(instance) ? last.suspicion() : Suspicion.NONE;
    }

    String word() {
        return word;
    }

    /** What was measured up to now. */
    ProbeReading reading() {
        Measured last = measured;
        return new ProbeReading(
                last.instance(),
                last.failures(),
                last.wroteAt() == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(System.nanoTime() - last.wroteAt())),
                last.streams());
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    /** What a probe found out. */
    private enum Outcome {
        WRITES,
        /** It answers, and does not write: in recovery, out of connections, a wrong password or certificate. */
        ANSWERS,
        STALLED,
        SILENT
    }

    private record Said(String instance, Suspicion suspicion) {}

    /**
     * What metrics and the story of a failover are made of.
     *
     * @param failures probes without an answer, of all instances
     * @param wroteAt when the instance took a write; 0 when it took none
     */
    private record Measured(String instance, long failures, long wroteAt, Optional<ProbeReading.Streams> streams) {
        static final Measured NOTHING = new Measured("", 0, 0, Optional.empty());
    }

    private void run() {
        Target aimedAt = target;
        while (!closed) {
            long start = System.nanoTime();
            if (!target.equals(aimedAt)) {
                boolean another = !target.instance().equals(aimedAt.instance());
                aimedAt = target;
                disconnect();
                if (another) {
                    failures = 0;
                    stalledSince = 0;
                }
            }
            publish(aimedAt.instance(), probe(aimedAt), start);
            long left = EVERY.toNanos() - (System.nanoTime() - start);
            if (left > 0) {
                LockSupport.parkNanos(left);
            }
        }
        disconnect();
    }

    private Outcome probe(Target aimedAt) {
        if (aimedAt.address().isEmpty()) {
            return Outcome.SILENT;
        }
        if (stalledSince != 0 && System.nanoTime() - wroteAt < WRITE_AGAIN.toNanos()) {
            return read(aimedAt);
        }
        return write(aimedAt, connection != null);
    }

    /** @param reused the connection may have ended since the last probe, which says nothing about the server */
    private Outcome write(Target aimedAt, boolean reused) {
        try {
            Connection open = connect(aimedAt);
            wroteAt = System.nanoTime();
            Sql.execute(open, "SELECT pg_logical_emit_message(true, 'carestack', '')");
            if (aimedAt.heartbeat() && System.nanoTime() - heartbeatAt >= HEARTBEAT.toNanos()) {
                Sql.execute(open, "COPY (SELECT 1) TO '/run/carestack/state/heartbeat'");
                heartbeatAt = System.nanoTime();
            }
            measure(aimedAt, open);
            return Outcome.WRITES;
        } catch (SQLException e) {
            boolean opened = connection != null;
            disconnect();
            if (answered(e)) {
                return stalledSince != 0 && isFull(e) ? Outcome.STALLED : Outcome.ANSWERS;
            }
            if (!opened) {
                return Outcome.SILENT;
            }
            boolean ended = reused && !(e.getCause() instanceof SocketTimeoutException);
            return ended ? write(aimedAt, false) : read(aimedAt);
        }
    }

    /** The write has succeeded, and what is measured on top is worth no suspicion when it fails. */
    private void measure(Target aimedAt, Connection open) {
        long now = System.nanoTime();
        Measured last = measured;
        boolean same = last.instance().equals(aimedAt.instance());
        boolean due = !same || now - measuredAt >= MEASURE.toNanos();
        measured = new Measured(aimedAt.instance(), last.failures(), now, same ? last.streams() : Optional.empty());
        if (!due) {
            return;
        }
        measuredAt = now;
        try {
            measured =
                    new Measured(aimedAt.instance(), last.failures(), now, Optional.of(ProbeReading.Streams.of(open)));
        } catch (SQLException e) {
            measured = new Measured(aimedAt.instance(), last.failures(), now, Optional.empty());
            disconnect();
        }
    }

    /** Writes hang: whether reads do, too. */
    private Outcome read(Target aimedAt) {
        try {
            Sql.execute(connect(aimedAt), "SELECT 1");
            return Outcome.STALLED;
        } catch (SQLException e) {
            disconnect();
            return answered(e) ? Outcome.STALLED : Outcome.SILENT;
        }
    }

    /** The server itself said no, and is neither starting nor stopping. */
    private static boolean answered(SQLException e) {
        return Sql.isRefusedByTls(e)
                || Optional.ofNullable(e.getSQLState())
                        .filter(state -> !state.startsWith("08") && !state.startsWith("57P"))
                        .isPresent();
    }

    /** Sessions that wait for a stalled disk do not end, and their clients try again, until no place is left for anybody. */
    private static boolean isFull(SQLException e) {
        return "53300".equals(e.getSQLState());
    }

    private Connection connect(Target aimedAt) throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = Sql.probe(aimedAt.address().orElseThrow(), aimedAt.login());
            connection = open;
        }
        return open;
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.abort(Runnable::run);
            } catch (SQLException e) {
                // It was broken already; nothing is left of it here.
                return;
            }
        }
    }

    private void publish(String instance, Outcome outcome, long start) {
        failures = outcome == Outcome.SILENT ? failures + 1 : 0;
        failingSince = failures == 1 ? start : failingSince;
        if (outcome != Outcome.WRITES) {
            Measured last = measured;
            measured = new Measured(
                    last.instance(),
                    last.failures() + (outcome == Outcome.SILENT ? 1 : 0),
                    last.wroteAt(),
                    Optional.empty());
        }
        stalledSince = outcome != Outcome.STALLED ? 0 : stalledSince == 0 ? start : stalledSince;
        long now = System.nanoTime();
        Suspicion next = new Suspicion(
                failures,
                failures == 0 ? Duration.ZERO : Duration.ofNanos(now - failingSince),
                stalledSince == 0 ? Duration.ZERO : Duration.ofNanos(now - stalledSince));
        said = new Said(instance, next);
        String heard = instance + " " + outcome + (next.lost() ? " lost" : "") + (next.stuck() ? " stuck" : "");
        if (!heard.equals(word)) {
            boolean first = word.isEmpty();
            word = heard;
            if (!first || outcome == Outcome.SILENT) {
                news.run();
            }
        }
    }
}
