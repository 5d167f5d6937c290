package io.carestack.acceptance.gaps;

import java.time.Duration;
import java.util.List;

/** The same measured several times, in seconds. */
record Series(List<Double> sorted) {
    Series {
        sorted = sorted.stream().sorted().toList();
    }

    static Series of(List<Duration> times) {
        return new Series(times.stream().map(time -> time.toMillis() / 1000.0).toList());
    }

    boolean isEmpty() {
        return sorted.isEmpty();
    }

    double median() {
        return quantile(0.5);
    }

    /** The value that this share of the tries does not exceed; with few tries the upper ones are simply the worst. */
    double quantile(double share) {
        return sorted.get(Math.clamp((int) Math.ceil(share * sorted.size()) - 1, 0, sorted.size() - 1));
    }

    @Override
    public String toString() {
        return isEmpty()
                ? "—"
                : "%.2f / %.2f / %.2f (%d)".formatted(median(), quantile(0.95), quantile(1), sorted.size());
    }
}
