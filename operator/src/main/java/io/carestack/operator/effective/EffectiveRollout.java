package io.carestack.operator.effective;

import io.carestack.operator.api.EnvironmentVariable;
import io.carestack.operator.api.Rollout.OnMetricsUnavailable;
import io.carestack.operator.api.Rollout.Promotion;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a release replaces the one before it, with every default filled in.
 *
 * @param commands what a person has ordered
 * @param timeZone of windows and freezes, as written; it may name no zone
 * @param windows when releases may begin; empty for always
 * @param traffic how requests move from the old pods to the new ones
 * @param retireAfter how long the old pods stay at full size once the release is good
 */
public record EffectiveRollout(
        Promotion promotion,
        Commands commands,
        boolean paused,
        String timeZone,
        List<Period> windows,
        List<Period> freezes,
        Optional<EffectiveMigration> migration,
        Verification verification,
        List<HttpTest> httpTests,
        Optional<JobTest> jobTest,
        Monitor monitor,
        Traffic traffic,
        Duration retireAfter,
        int historyLimit) {

    /** Each the revision and attempt that it names, as written: {@code <hash>#<attempt>}. */
    public record Commands(
            Optional<String> approve,
            Optional<String> abort,
            Optional<String> rollbackTo,
            Optional<String> retry,
            Optional<String> emergency) {}

    /** A span of time that has a name. */
    public sealed interface Period {
        /** As the user calls it. */
        String name();

        /** Again and again. */
        record Recurring(String name, String cron, Duration duration) implements Period {}

        /** Once, from a local date and time to another, as written. */
        record Once(String name, String from, String until) implements Period {}
    }

    /** Health by the clock. */
    public record Verification(int attempts, Duration interval, int consecutive) {}

    /**
     * A Job before the pods.
     *
     * @param component whose environment, volumes and identity the Job has
     * @param compatibleWith revisions that can work with the schema afterwards
     */
    public record EffectiveMigration(
            String component,
            String image,
            List<String> command,
            Duration deadline,
            List<String> compatibleWith,
            Optional<Backup> backup) {}

    /** A Job before the migration. */
    public record Backup(String image, List<String> command, Duration deadline) {}

    /** A request before the switch. */
    public record HttpTest(
            String name, String component, String path, int status, Optional<String> bodyContains, Duration within) {}

    /** A Job before the switch. */
    public record JobTest(String image, List<String> command, List<EnvironmentVariable> env, Duration deadline) {}

    /**
     * Watching after the switch.
     *
     * @param interval between two looks at the metrics
     * @param failures bad looks in a row that undo the release
     * @param metrics empty when there is no Prometheus to ask
     */
    public record Monitor(Duration duration, Duration interval, int failures, Optional<MetricLimits> metrics) {}

    /** How requests move from one colour to the other. */
    public sealed interface Traffic {
        /** With one write of each Service. */
        record Selector() implements Traffic {}

        /** Over both colours, for as long as load balancers need to attach the new pods. */
        record Overlap(Duration settle) implements Traffic {}

        /**
         * In shares of what comes through the entry point.
         *
         * @param shares in percent, growing, the last one 100
         * @param pause that each share stands
         */
        record Route(List<Integer> shares, Duration pause) implements Traffic {}
    }

    /**
     * What the metrics of the new pods must keep to.
     *
     * @param prometheus address without a slash at its end
     * @param maxErrorPercent of requests
     * @param maxLatencyRatio 99th percentile in multiples of what the old pods had before the switch
     * @param minRequests within a minute, below which nothing is said
     */
    public record MetricLimits(
            String prometheus,
            BigDecimal maxErrorPercent,
            Optional<Duration> maxLatency,
            BigDecimal maxLatencyRatio,
            int minRequests,
            OnMetricsUnavailable onUnavailable) {}
}
