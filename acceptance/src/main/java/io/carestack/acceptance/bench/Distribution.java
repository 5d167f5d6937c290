package io.carestack.acceptance.bench;

import java.util.List;

/** Times of the same thing done several times, in milliseconds. */
record Distribution(List<Double> sorted) {
    Distribution {
        sorted = sorted.stream().sorted().toList();
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
        return "p50 %.0f ms, p99 %.0f ms (%d tries)".formatted(median(), quantile(0.99), sorted.size());
    }
}
