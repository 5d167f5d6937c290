package io.carestack.operator.rollout.metric;

import io.carestack.operator.effective.Durations;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import java.time.Duration;
import java.time.Instant;

/**
 * Questions about one colour of a stack, in PromQL; each answer has one value per component.
 *
 * <p>They are asked of the series that the alerts use: {@code http_requests_total} with the label {@code status}, and
 * {@code http_request_duration_seconds_bucket}, with the labels that the stack's ServiceMonitors add.
 */
public record MetricQueries(EffectiveStack stack) {
    /** The label by which answers tell components apart. */
    public static final String COMPONENT = "app_kubernetes_io_component";

    private static final Duration SHORTEST_WINDOW = Duration.ofMinutes(1);
    private static final Duration BASELINE = Duration.ofMinutes(10);

    /** A rate needs two scrapes, and one of them may fail. */
    private static final int SCRAPES = 4;

    /** Over how long a question looks back. */
    public Duration window() {
        return stack.components().stream()
                .flatMap(component -> component.metrics().stream())
                .map(EffectiveComponent.EffectiveMetrics::interval)
                .map(interval -> interval.multipliedBy(SCRAPES))
                .reduce(SHORTEST_WINDOW, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    /** Requests a minute. */
    public String requests(Color color) {
        return "60 * sum by (" + COMPONENT + ") (rate(" + series("http_requests_total", color, "") + range(window())
                + "))";
    }

    /** Requests a minute that were answered with 5xx. */
    public String errors(Color color) {
        return "60 * sum by (" + COMPONENT + ") (rate(" + series("http_requests_total", color, ",status=~\"5..\"")
                + range(window()) + "))";
    }

    /** 99th percentile of the time to answer, in seconds. */
    public String latency(Color color) {
        return quantile(series("http_request_duration_seconds_bucket", color, "") + range(window()));
    }

    /** The same over the ten minutes before a moment. */
    public String latencyBefore(Color color, Instant moment) {
        return quantile(series("http_request_duration_seconds_bucket", color, "") + range(BASELINE) + " @ "
                + moment.getEpochSecond());
    }

    private static String quantile(String buckets) {
        return "histogram_quantile(0.99, sum by (le, " + COMPONENT + ") (rate(" + buckets + ")))";
    }

    private String series(String metric, Color color, String more) {
        return metric + "{namespace=\"" + stack.namespace() + "\",carestack_io_stack=\"" + stack.name()
                + "\",carestack_io_color=\"" + color.label() + "\"" + more + "}";
    }

    private static String range(Duration duration) {
        return "[" + Durations.text(duration) + "]";
    }
}
