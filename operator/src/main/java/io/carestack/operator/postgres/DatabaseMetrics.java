package io.carestack.operator.postgres;

import io.carestack.operator.api.PostgresStatus.LastFailover;
import io.carestack.operator.api.PostgresStatus.MoveKind;
import io.carestack.operator.kube.Owner;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What Prometheus sees of the databases, each series with the labels {@code stack_namespace} and {@code stack}, because a scrape takes {@code namespace}
 * for the operator's own.
 *
 * <p>The series of a stack begin with its first pass and end with it, with its hibernation, or with its database. Counters begin at zero, so that a first
 * failover is an increase.
 */
public final class DatabaseMetrics {
    private static final String PREFIX = "carestack.postgres.";
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<MoveKind, Timer> durations = new EnumMap<>(MoveKind.class);
    private final Map<String, Series> series = new ConcurrentHashMap<>();

    public DatabaseMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        for (MoveKind kind : MoveKind.values()) {
            durations.put(
                    kind,
                    Timer.builder(PREFIX + "failover.duration")
                            .description(
                                    "From the last write that the primary took to the first commit of the new term")
                            .tag("kind", kind.name())
                            .serviceLevelObjectives(BOUNDS)
                            .register(registry));
        }
    }

    /**
     * A stack's database as a pass saw it.
     *
     * @param members data directories that count, by the record of the current term
     * @param required how many of them must have a commit
     */
    record Sample(long term, int wanted, long ready, int members, int required, boolean blocked) {}

    /**
     * The stack as it is now.
     *
     * @param reading what its probes have measured; asked at each scrape
     */
    void saw(Owner owner, Sample sample, Supplier<Optional<ProbeReading>> reading) {
        series.computeIfAbsent(owner.uid(), uid -> new Series(owner, sample, reading)).last = sample;
    }

    /** Writes have moved, and are possible again. */
    void moved(Owner owner, LastFailover story) {
        Optional.ofNullable(series.get(owner.uid())).ifPresent(each -> each.count(story.kind()));
        FailoverStory.gap(story)
                .filter(gap -> !gap.isNegative())
                .ifPresent(
                        gap -> Optional.ofNullable(durations.get(story.kind())).ifPresent(timer -> timer.record(gap)));
    }

    /** The stack is gone, sleeps, or has no database of its own any more. */
    public void forget(String uid) {
        Optional.ofNullable(series.remove(uid)).ifPresent(Series::remove);
    }

    /** The series of one stack; they read the last sample and the probes when they are scraped. */
    private final class Series {
        private final Supplier<Optional<ProbeReading>> reading;
        private final Tags tags;
        private final List<Meter> meters;
        private final Map<MoveKind, Counter> moves = new EnumMap<>(MoveKind.class);
        private volatile Sample last;

        Series(Owner owner, Sample first, Supplier<Optional<ProbeReading>> probed) {
            reading = probed;
            tags = Tags.of("stack_namespace", owner.namespace(), "stack", owner.name());
            last = first;
            for (MoveKind kind : MoveKind.values()) {
                moves.put(
                        kind,
                        Counter.builder(PREFIX + "failovers")
                                .description("Times that writes moved or began anew")
                                .tags(tags.and("kind", kind.name()))
                                .register(registry));
            }
            meters = List.of(
                    gauge("term", "", "Number of the current term", sample -> sample.term()),
                    gauge("instances.wanted", "", "Instances that the spec asks for", sample -> sample.wanted()),
                    gauge("instances.ready", "", "Instances that take writes or stream", sample -> sample.ready()),
                    gauge(
                            "quorum.members",
                            "",
                            "Data directories that commits may wait for",
                            sample -> sample.members()),
                    gauge("quorum.required", "", "How many must have a commit on disk", sample -> sample.required()),
                    gauge("failover.blocked", "", "1 while nobody may take over", sample -> sample.blocked() ? 1 : 0),
                    measured(
                            "quorum.streaming",
                            "",
                            "Members that stream to the primary",
                            () -> streams().map(ProbeReading.Streams::counting)),
                    measured(
                            "replication.lag",
                            "bytes",
                            "WAL that the slowest replica lacks on disk",
                            () -> streams().map(ProbeReading.Streams::lagBytes)),
                    measured(
                            "last.write.timestamp",
                            "seconds",
                            "When the primary last took a probe's write",
                            () -> reading.get()
                                    .flatMap(ProbeReading::sinceWrite)
                                    .map(since -> clock.instant().minus(since).getEpochSecond())),
                    FunctionCounter.builder(
                                    PREFIX + "probe.failures",
                                    this,
                                    each -> each.reading
                                            .get()
                                            .map(ProbeReading::failures)
                                            .orElse(0L))
                            .description("Probes of the primary without an answer")
                            .tags(tags)
                            .register(registry));
        }

        void count(MoveKind kind) {
            Optional.ofNullable(moves.get(kind)).ifPresent(Counter::increment);
        }

        void remove() {
            meters.forEach(registry::remove);
            moves.values().forEach(registry::remove);
        }

        private Optional<ProbeReading.Streams> streams() {
            return reading.get().flatMap(ProbeReading::streams);
        }

        private Meter gauge(String name, String unit, String description, ToDoubleFunction<Sample> value) {
            return register(name, unit, description, () -> value.applyAsDouble(last));
        }

        /** Not a number while nothing is probed or nothing answers. */
        private Meter measured(String name, String unit, String description, Supplier<Optional<Long>> value) {
            return register(
                    name,
                    unit,
                    description,
                    () -> value.get().map(Long::doubleValue).orElse(Double.NaN));
        }

        private Meter register(String name, String unit, String description, Supplier<Number> value) {
            return Gauge.builder(PREFIX + name, value)
                    .description(description)
                    .baseUnit(unit.isEmpty() ? null : unit)
                    .tags(tags)
                    .strongReference(true)
                    .register(registry);
        }
    }
}
