package io.carestack.demoapp;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Counts answers by status and measures how long they took, in Prometheus' text format. */
final class Metrics {
    private static final double[] BUCKETS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private final String version;
    private final Map<Integer, Long> statuses = new TreeMap<>(Map.of(200, 0L, 500, 0L, 503, 0L));
    private final long[] buckets = new long[BUCKETS.length];
    private double sum;
    private long count;

    Metrics(String version) {
        this.version = version;
    }

    synchronized void answered(int status, Duration took) {
        statuses.merge(status, 1L, Long::sum);
        double seconds = took.toNanos() / 1e9;
        for (int i = 0; i < BUCKETS.length; i++) {
            if (seconds <= BUCKETS[i]) {
                buckets[i]++;
            }
        }
        sum += seconds;
        count++;
    }

    synchronized String text() {
        StringBuilder text = new StringBuilder(
                "# HELP http_requests_total Answers by status.\n# TYPE http_requests_total counter\n");
        statuses.forEach((status, number) -> text.append(
                "http_requests_total{status=\"%d\",version=\"%s\"} %d\n".formatted(status, version, number)));
        text.append("# HELP http_request_duration_seconds Time to answer.\n");
        text.append("# TYPE http_request_duration_seconds histogram\n");
        for (int i = 0; i < BUCKETS.length; i++) {
            text.append("http_request_duration_seconds_bucket{version=\"%s\",le=\"%s\"} %d\n"
                    .formatted(version, BUCKETS[i], buckets[i]));
        }
        text.append("http_request_duration_seconds_bucket{version=\"%s\",le=\"+Inf\"} %d\n".formatted(version, count));
        text.append("http_request_duration_seconds_sum{version=\"%s\"} %s\n".formatted(version, sum));
        text.append("http_request_duration_seconds_count{version=\"%s\"} %d\n".formatted(version, count));
        return text.toString();
    }
}
