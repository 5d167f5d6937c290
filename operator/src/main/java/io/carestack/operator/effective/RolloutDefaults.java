package io.carestack.operator.effective;

import static java.util.Objects.requireNonNullElse;

import io.carestack.operator.api.Component;
import io.carestack.operator.api.Migration;
import io.carestack.operator.api.Rollout;
import io.carestack.operator.api.Rollout.OnMetricsUnavailable;
import io.carestack.operator.api.Rollout.Promotion;
import io.carestack.operator.api.RolloutPeriod;
import io.carestack.operator.api.SmokeTests;
import io.carestack.operator.effective.EffectiveRollout.Backup;
import io.carestack.operator.effective.EffectiveRollout.Commands;
import io.carestack.operator.effective.EffectiveRollout.EffectiveMigration;
import io.carestack.operator.effective.EffectiveRollout.HttpTest;
import io.carestack.operator.effective.EffectiveRollout.JobTest;
import io.carestack.operator.effective.EffectiveRollout.MetricLimits;
import io.carestack.operator.effective.EffectiveRollout.Monitor;
import io.carestack.operator.effective.EffectiveRollout.Period;
import io.carestack.operator.effective.EffectiveRollout.Traffic;
import io.carestack.operator.effective.EffectiveRollout.Verification;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fills in the defaults of {@code spec.rollout}. */
final class RolloutDefaults {
    private static final Rollout NOTHING = new Rollout(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    private static final Duration LONGEST_PERIOD = Duration.ofHours(168);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    /** The autoscaler stands still while requests move. */
    private static final Duration LONGEST_MOVE = Duration.ofMinutes(10);

    /** An interval of nothing would be a busy loop. */
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

    private RolloutDefaults() {}

    static EffectiveRollout of(@Nullable Rollout spec, List<Component> components) {
        Rollout rollout = requireNonNullElse(spec, NOTHING);
        SmokeTests tests = requireNonNullElse(rollout.smokeTests(), new SmokeTests(null, null));
        Rollout.Retire retire = requireNonNullElse(rollout.retire(), new Rollout.Retire(null));
        return new EffectiveRollout(
                requireNonNullElse(rollout.promotion(), Promotion.Automatic),
                new Commands(
                        Optional.ofNullable(rollout.approve()),
                        Optional.ofNullable(rollout.abort()),
                        Optional.ofNullable(rollout.rollbackTo()),
                        Optional.ofNullable(rollout.retry()),
                        Optional.ofNullable(rollout.emergency())),
                requireNonNullElse(rollout.paused(), false),
                requireNonNullElse(rollout.timeZone(), "UTC"),
                periods(rollout.windows()),
                periods(rollout.freezes()),
                Optional.ofNullable(rollout.migration()).map(migration -> migration(migration, components)),
                verification(rollout.verification()),
                requireNonNullElse(tests.http(), List.<SmokeTests.HttpTest>of()).stream()
                        .map(RolloutDefaults::httpTest)
                        .toList(),
                Optional.ofNullable(tests.job()).map(RolloutDefaults::jobTest),
                monitor(rollout.monitor()),
                traffic(rollout.traffic()),
                duration(retire.after(), "30s"),
                requireNonNullElse(rollout.historyLimit(), 10));
    }

    private static List<Period> periods(@Nullable List<RolloutPeriod> periods) {
        return requireNonNullElse(periods, List.<RolloutPeriod>of()).stream()
                .map(RolloutDefaults::period)
                .toList();
    }

    /** The schema sees to it that one of the two pairs is there. */
    private static Period period(RolloutPeriod period) {
        if (period.cron() == null) {
            return new Period.Once(
                    period.name(), requireNonNullElse(period.from(), ""), requireNonNullElse(period.until(), ""));
        }
        return new Period.Recurring(
                period.name(), period.cron(), shorter(duration(period.duration(), "0s"), LONGEST_PERIOD));
    }

    private static EffectiveMigration migration(Migration migration, List<Component> components) {
        String name =
                requireNonNullElse(migration.component(), components.getFirst().name());
        String image = migration.image() != null
                ? migration.image()
                : components.stream()
                        .filter(component -> component.name().equals(name))
                        .findFirst()
                        .orElseGet(components::getFirst)
                        .image();
        return new EffectiveMigration(
                name,
                image,
                migration.command(),
                duration(migration.deadline(), "10m"),
                requireNonNullElse(migration.compatibleWith(), List.of()),
                Optional.ofNullable(migration.backup())
                        .map(backup -> new Backup(
                                requireNonNullElse(backup.image(), image),
                                backup.command(),
                                duration(backup.deadline(), "30m"))));
    }

    private static Verification verification(Rollout.@Nullable Verification spec) {
        Rollout.Verification verification = requireNonNullElse(spec, new Rollout.Verification(null, null, null));
        return new Verification(
                requireNonNullElse(verification.attempts(), 30),
                interval(verification.interval(), "10s"),
                requireNonNullElse(verification.consecutive(), 3));
    }

    private static HttpTest httpTest(SmokeTests.HttpTest test) {
        return new HttpTest(
                test.name(),
                test.component(),
                requireNonNullElse(test.path(), "/"),
                requireNonNullElse(test.status(), 200),
                Optional.ofNullable(test.bodyContains()),
                shorter(duration(test.within(), "5s"), LONGEST_ANSWER));
    }

    private static JobTest jobTest(SmokeTests.JobTest test) {
        return new JobTest(
                test.image(),
                requireNonNullElse(test.command(), List.of()),
                requireNonNullElse(test.env(), List.of()),
                duration(test.deadline(), "5m"));
    }

    private static Monitor monitor(Rollout.@Nullable Monitor spec) {
        Rollout.Monitor monitor =
                requireNonNullElse(spec, new Rollout.Monitor(null, null, null, null, null, null, null, null, null));
        return new Monitor(
                duration(monitor.duration(), "10m"),
                interval(monitor.interval(), "30s"),
                requireNonNullElse(monitor.failures(), 3),
                Optional.ofNullable(monitor.prometheus())
                        .map(address -> new MetricLimits(
                                address.replaceAll("/+$", ""),
                                new BigDecimal(requireNonNullElse(monitor.maxErrorRate(), "1%")
                                        .replace("%", "")),
                                Optional.ofNullable(monitor.maxLatency()).map(Durations::parse),
                                new BigDecimal(requireNonNullElse(monitor.maxLatencyRatio(), "1.5")),
                                requireNonNullElse(monitor.minRequests(), 50),
                                requireNonNullElse(
                                        monitor.onMetricsUnavailable(), OnMetricsUnavailable.PodHealthOnly))));
    }

    private static Traffic traffic(Rollout.@Nullable Traffic spec) {
        Rollout.Traffic traffic = requireNonNullElse(spec, new Rollout.Traffic(null, null, null, null));
        return switch (requireNonNullElse(traffic.mode(), Rollout.TrafficMode.Selector)) {
            case Selector -> new Traffic.Selector();
            case Overlap -> new Traffic.Overlap(shorter(interval(traffic.settle(), "30s"), LONGEST_MOVE));
            case Route ->
                new Traffic.Route(shares(traffic.shares()), shorter(duration(traffic.pause(), "60s"), LONGEST_MOVE));
        };
    }

    /** All requests at the end, whatever the spec ends with. */
    private static List<Integer> shares(@Nullable List<Integer> shares) {
        return Stream.concat(requireNonNullElse(shares, List.of(10, 50)).stream(), Stream.of(100))
                .distinct()
                .sorted()
                .toList();
    }

    private static Duration interval(@Nullable String text, String otherwise) {
        Duration interval = duration(text, otherwise);
        return interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval;
    }

    private static Duration duration(@Nullable String text, String otherwise) {
        return Durations.parse(requireNonNullElse(text, otherwise));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
