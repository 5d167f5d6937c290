package io.carestack.operator.monitoring;

import io.carestack.operator.api.Monitoring.Severity;
import io.carestack.operator.effective.EffectiveStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Alerts about the protocol of the stack's PostgreSQL, by what the operator exports about it.
 *
 * <p>Expressions aggregate over the scrape's own labels, so that a new leader or a restarted operator is no new series.
 *
 * @param instances of the database; a single one has neither replicas nor probes
 */
record DatabaseAlerts(EffectiveStack stack, int instances) {
    private static final String PREFIX = "carestack_postgres_";
    private static final long LAG = 256L * 1024 * 1024;

    /** Terms that rise within half an hour in an ordinary rolling restart with a switchover. */
    private static final int TERMS = 3;

    List<Alert> database() {
        List<Alert> alerts = new ArrayList<>();
        alerts.add(new Alert(
                "DatabaseFailoverBlocked",
                Severity.critical,
                Duration.ofMinutes(1),
                max("failover_blocked") + " == 1",
                "The primary is lost and no instance may take over; kubectl describe carestack " + stack.name()
                        + " says what is missing."));
        alerts.add(new Alert(
                "DatabaseTermFlapping",
                Severity.warning,
                Duration.ZERO,
                "max(max_over_time(" + series("term", "") + "[30m])) - min(min_over_time(" + series("term", "")
                        + "[30m])) > " + TERMS,
                "The term of PostgreSQL rose {{ $value }} times in half an hour."));
        if (instances > 1) {
            alerts.addAll(replicated());
        }
        return alerts;
    }

    private List<Alert> replicated() {
        return List.of(
                new Alert(
                        "DatabaseFailedOver",
                        Severity.warning,
                        Duration.ZERO,
                        "sum(increase(" + series("failovers_total", ",kind=\"Failover\"") + "[10m])) > 0",
                        "Another instance of PostgreSQL took over; kubectl describe carestack " + stack.name()
                                + " says why."),
                new Alert(
                        "DatabaseWritesBlocked",
                        Severity.critical,
                        Duration.ofSeconds(30),
                        max("quorum_streaming") + " < " + max("quorum_required"),
                        "Commits wait, because only {{ $value }} of the replicas that they need stream."),
                new Alert(
                        "DatabaseReplicaMissing",
                        Severity.warning,
                        Duration.ofMinutes(10),
                        max("quorum_streaming") + " < " + max("instances_wanted") + " - 1",
                        "Only {{ $value }} replicas of PostgreSQL stream."),
                new Alert(
                        "DatabaseProbeFailing",
                        Severity.critical,
                        Duration.ofSeconds(30),
                        "time() - " + max("last_write_timestamp_seconds") + " > 30",
                        "The primary of PostgreSQL took no write of the operator for {{ $value | humanizeDuration }}."),
                new Alert(
                        "DatabaseReplicationLag",
                        Severity.warning,
                        Duration.ofMinutes(5),
                        max("replication_lag_bytes") + " > " + LAG,
                        "A replica of PostgreSQL lags {{ $value | humanize1024 }}B behind."));
    }

    private String max(String metric) {
        return "max(" + series(metric, "") + ")";
    }

    private String series(String metric, String more) {
        return PREFIX + metric + "{stack_namespace=\"" + stack.namespace() + "\",stack=\"" + stack.name() + "\"" + more
                + "}";
    }
}
