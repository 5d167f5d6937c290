package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a release replaces the one before it. Commands name a revision and its attempt, as the status shows them. */
public record Rollout(
        @JsonPropertyDescription(
                "Automatic (default) switches when all checks have passed; Manual waits up to 24 hours for spec.rollout.approve.")
        @Nullable
        Promotion promotion,

        @Pattern(Patterns.COMMAND)
        @JsonPropertyDescription(
                "Lets the named release go live: <revision>#<attempt> of status.rollout.target. Acted on once; another attempt needs its own word.")
        @Nullable
        String approve,

        @Pattern(Patterns.COMMAND)
        @JsonPropertyDescription(
                "Gives the named release up: <revision>#<attempt> of status.rollout.target. What went live already goes back.")
        @Nullable
        String abort,

        @Pattern(Patterns.COMMAND)
        @JsonPropertyDescription(
                "Goes back to a release of status.rollout.history: its revision, then # and a number that was not asked for before. While the old colour still runs, that is one write.")
        @Nullable
        String rollbackTo,

        @Pattern(Patterns.COMMAND)
        @JsonPropertyDescription(
                "Tries a release of status.rollout.failed once more: its <revision>#<attempt>. Without it a failed release is not tried again.")
        @Nullable
        String retry,

        @Pattern(Patterns.COMMAND)
        @JsonPropertyDescription(
                "The named release does not wait for windows and freezes: <revision>#<attempt> of status.rollout.target.")
        @Nullable
        String emergency,

        @JsonPropertyDescription(
                "True holds a rollout where it is until the traffic has begun to move; after that nothing holds it. Default: false.")
        @Nullable
        Boolean paused,

        @Size(min = 1, max = 64)
        @Pattern("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$")
        @JsonPropertyDescription("Time zone of windows and freezes, for example Europe/Berlin. Default: UTC.")
        @Nullable
        String timeZone,

        @Size(max = 16)
        @JsonPropertyDescription(
                "When releases may begin and switch. Without any they always may. What has begun to switch goes on after the end.")
        @Nullable
        List<RolloutPeriod> windows,

        @Size(max = 16) @JsonPropertyDescription("When no release may begin or switch, also within a window.") @Nullable
        List<RolloutPeriod> freezes,

        @JsonPropertyDescription(
                "Runs once per release before its pods are made, for example the migration of a database's schema.")
        @Nullable
        Migration migration,

        @JsonPropertyDescription("How healthy the new pods must be before anything is tried with them.") @Nullable
        Verification verification,

        @JsonPropertyDescription("What is tried with the new pods before they get traffic.") @Nullable
        SmokeTests smokeTests,

        @JsonPropertyDescription("How the new pods are watched after they got the traffic.") @Nullable
        Monitor monitor,

        @JsonPropertyDescription("How requests move from the old pods to the new ones.") @Nullable
        Traffic traffic,

        @JsonPropertyDescription("What becomes of the old pods.") @Nullable
        Retire retire,

        @Min(1) @Max(20) @JsonPropertyDescription("Releases that rollbackTo can name. Default: 10.") @Nullable
        Integer historyLimit) {

    /** Who decides that a release goes live. */
    public enum Promotion {
        Automatic,
        Manual
    }

    /** Health by the clock: an attempt at each interval, however many events there are between. */
    @ValidationRule(
            value = "(has(self.consecutive) ? self.consecutive : 3) <= (has(self.attempts) ? self.attempts : 30)",
            fieldPath = ".consecutive",
            message =
                    "verification.consecutive is above verification.attempts, so that no release could pass; lower consecutive or raise attempts")
    public record Verification(
            @Min(1) @Max(1000) @JsonPropertyDescription("Looks before the release is given up. Default: 30.") @Nullable
            Integer attempts,

            @Pattern(Patterns.DURATION) @JsonPropertyDescription("Time between two looks. Default: 10s.") @Nullable
            String interval,

            @Min(1)
            @Max(100)
            @JsonPropertyDescription("Looks in a row at which every pod must be ready. Default: 3.")
            @Nullable
            Integer consecutive) {}

    /** Watching after the switch. Pods are always watched; metrics only with the address of a Prometheus. */
    @ValidationRule(
            value =
                    "has(self.prometheus) || (!has(self.maxErrorRate) && !has(self.maxLatency) && !has(self.maxLatencyRatio) && !has(self.minRequests) && !has(self.onMetricsUnavailable))",
            fieldPath = ".prometheus",
            message =
                    "monitor.maxErrorRate, maxLatency, maxLatencyRatio, minRequests and onMetricsUnavailable need a Prometheus to ask; set monitor.prometheus or remove them")
    public record Monitor(
            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription("How long a release is watched before it counts as good. Default: 10m.")
            @Nullable
            String duration,

            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription("Time between two looks at the metrics. Default: 30s.")
            @Nullable
            String interval,

            @Min(1)
            @Max(100)
            @JsonPropertyDescription("Bad looks in a row that undo the release. Default: 3.")
            @Nullable
            Integer failures,

            @Size(min = 1, max = 512)
            @Pattern("^https?://[^ ?#]+$")
            @JsonPropertyDescription(
                    "Address of a Prometheus that scrapes the components, for example http://prometheus.monitoring:9090.")
            @Nullable
            String prometheus,

            @Pattern("^[0-9]{1,2}([.][0-9]{1,3})?%$")
            @JsonPropertyDescription("Largest share of requests that the new pods answer with 5xx. Default: 1%.")
            @Nullable
            String maxErrorRate,

            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription(
                    "Largest 99th percentile of the time to answer. Default: none, only the comparison with the old pods.")
            @Nullable
            String maxLatency,

            @Pattern("^[1-9][0-9]{0,2}([.][0-9]{1,2})?$")
            @JsonPropertyDescription(
                    "How many times the 99th percentile of the old pods before the switch the new pods may take. Default: 1.5.")
            @Nullable
            String maxLatencyRatio,

            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription(
                    "Requests within a minute below which a look says nothing, neither good nor bad. Default: 50.")
            @Nullable
            Integer minRequests,

            @JsonPropertyDescription(
                    "When Prometheus cannot be asked four times in a row: PodHealthOnly (default) judges by the pods alone,"
                            + " Rollback undoes the release, Hold keeps both colours until it answers.")
            @Nullable
            OnMetricsUnavailable onMetricsUnavailable) {}

    /** What a release is judged by when there are no metrics. */
    public enum OnMetricsUnavailable {
        PodHealthOnly,
        Rollback,
        Hold
    }

    /** How requests move from one colour to the other. */
    @ValidationRule(
            value = "!has(self.settle) || (has(self.mode) && self.mode == 'Overlap')",
            fieldPath = ".settle",
            message = "traffic.settle is for mode: Overlap; set mode: Overlap or remove settle")
    @ValidationRule(
            value = "(!has(self.shares) && !has(self.pause)) || (has(self.mode) && self.mode == 'Route')",
            message = "traffic.shares and traffic.pause are for mode: Route; set mode: Route or remove them")
    @ValidationRule(
            value = "!has(self.shares) || self.shares.all(share, share >= 1 && share <= 100)",
            fieldPath = ".shares",
            message = "traffic.shares are percent from 1 to 100, for example [10, 50, 100]")
    public record Traffic(
            @JsonPropertyDescription(
                    "Selector (default): one write of each Service. Overlap: each Service selects both colours first, for load balancers outside of the cluster"
                            + " that take pods away before they have added the new ones. Route: the entry point's HTTPRoute sends growing shares of the requests to"
                            + " the new pods.")
            @Nullable
            TrafficMode mode,

            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription(
                    "With Overlap: how long both colours stay behind each Service, at most 10m: as long as the load balancer needs to add pods. Default: 30s.")
            @Nullable
            String settle,

            @Size(min = 1, max = 10)
            @JsonPropertyDescription(
                    "With Route: percent of the requests that the new pods get, step by step; 100 is always the last one. Default: [10, 50, 100].")
            @Nullable
            List<Integer> shares,

            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription("With Route: how long each share stands, at most 10m. Default: 60s.")
            @Nullable
            String pause) {}

    /** By what means requests move. */
    public enum TrafficMode {
        Selector,
        Overlap,
        Route
    }

    /** The end of the old colour. Its Deployment stays, without pods. */
    public record Retire(
            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription(
                    "How long the old pods stay at full size after the release counted as good, for connections that are still open. Default: 30s.")
            @Nullable
            String after) {}
}
