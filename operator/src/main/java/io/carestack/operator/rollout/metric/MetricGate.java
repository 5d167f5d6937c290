package io.carestack.operator.rollout.metric;

import io.carestack.operator.effective.EffectiveRollout.MetricLimits;
import io.carestack.operator.rollout.metric.Reading.Figure;
import io.carestack.operator.rollout.plan.Metrics;
import io.carestack.operator.rollout.plan.Metrics.Verdict;
import io.carestack.operator.rollout.plan.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Judges the metrics of a release that has the traffic, look after look.
 *
 * <p>A look is bad when any component is; it says nothing when there are too few requests or no numbers, and then it neither ends nor lengthens
 * a row of bad ones. So many errors that nobody would wait for another look are enough at once.
 *
 * @param interval between two looks
 * @param failures bad looks in a row that undo the release
 */
public record MetricGate(MetricLimits limits, Duration interval, int failures) {
    /** Looks in a row without an answer that mean there is none to be had. */
    private static final int SILENCES = 4;

    private static final double AT_ONCE_PERCENT = 10;

    /** Below this many seconds a percentile out of a histogram is mostly the width of a bucket. */
    private static final double NOISE_SECONDS = 0.02;

    /**
     * Whether it is time for a look. The first is a window after the switch, so that it sees nothing of the time before.
     *
     * @param since when the release got the traffic
     */
    public boolean isDue(Samples before, Instant since, Duration window, Instant now) {
        return !now.isBefore(before.next().orElse(since.plus(window)));
    }

    /** What is known without a look. */
    public Metrics standing(Samples before) {
        return new Metrics(verdict(before), "", before);
    }

    /** The verdict after a look. */
    public Metrics judge(Samples before, Reading reading, Instant now) {
        Optional<Instant> next = Optional.of(now.plus(interval));
        return switch (reading) {
            case Reading.Unreachable silent -> {
                Samples after =
                        new Samples(before.done() + 1, before.good(), before.bad(), before.unreachable() + 1, next);
                yield new Metrics(verdict(after), "Prometheus: " + silent.reason(), after);
            }
            case Reading.Figures figures -> judge(before, figures.components(), next);
        };
    }

    private Metrics judge(Samples before, Map<String, Figure> components, Optional<Instant> next) {
        List<String> bad = new ArrayList<>();
        List<String> told = new ArrayList<>();
        boolean atOnce = false;
        for (Map.Entry<String, Figure> entry : components.entrySet()) {
            Figure figure = entry.getValue();
            if (figure.requests().orElse(0) < limits.minRequests()) {
                continue;
            }
            double errors = 100 * figure.errors().orElse(0) / figure.requests().getAsDouble();
            Optional<String> fault = errors(errors).or(() -> latency(figure));
            told.add(entry.getKey() + ": " + figures(errors, figure));
            fault.ifPresent(text -> bad.add(entry.getKey() + ": " + text));
            atOnce |= errors
                    > Math.max(AT_ONCE_PERCENT, 2 * limits.maxErrorPercent().doubleValue());
        }
        int inARow = atOnce ? Math.max(failures, before.bad() + 1) : before.bad() + 1;
        boolean silent = told.isEmpty();
        Samples after = new Samples(
                before.done() + 1,
                before.good() + (silent || !bad.isEmpty() ? 0 : 1),
                !bad.isEmpty() ? inARow : silent ? before.bad() : 0,
                0,
                next);
        String reason = !bad.isEmpty()
                ? String.join("; ", bad)
                : silent ? "fewer than " + limits.minRequests() + " requests a minute" : String.join("; ", told);
        return new Metrics(verdict(after), reason, after);
    }

    private Optional<String> errors(double percent) {
        return percent > limits.maxErrorPercent().doubleValue()
                ? Optional.of(text("%.2f%% of the requests fail, more than ", percent)
                        + limits.maxErrorPercent().toPlainString() + "%")
                : Optional.empty();
    }

    private Optional<String> latency(Figure figure) {
        if (figure.latency().isEmpty()) {
            return Optional.empty();
        }
        double seconds = figure.latency().getAsDouble();
        Optional<String> limit = limits.maxLatency()
                .filter(most -> seconds > most.toNanos() / 1e9)
                .map(most -> text("the 99th percentile of the time to answer is %.3f s, above ", seconds)
                        + text("%.3f s", most.toNanos() / 1e9));
        double borne = figure.baseline().orElse(Double.POSITIVE_INFINITY)
                * limits.maxLatencyRatio().doubleValue();
        return limit.or(() -> seconds > Math.max(borne, NOISE_SECONDS)
                ? Optional.of(text("the 99th percentile of the time to answer is %.3f s, ", seconds)
                        + text(
                                "and was %.3f s before the switch",
                                figure.baseline().orElse(0)))
                : Optional.empty());
    }

    private static String figures(double errors, Figure figure) {
        return text("%.2f%% of ", errors)
                + text("%.0f requests a minute fail", figure.requests().orElse(0))
                + (figure.latency().isPresent()
                        ? text(", 99th percentile %.3f s", figure.latency().getAsDouble())
                        : "");
    }

    private static String text(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    private Verdict verdict(Samples samples) {
        if (samples.bad() >= failures) {
            return Verdict.BAD;
        }
        if (samples.unreachable() >= SILENCES) {
            return Verdict.UNREACHABLE;
        }
        return samples.bad() == 0 && samples.good() > 0 && samples.unreachable() == 0
                ? Verdict.GOOD
                : Verdict.INCONCLUSIVE;
    }
}
