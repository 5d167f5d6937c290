package io.carestack.operator.rollout.metric;

import io.carestack.operator.kube.Owner;
import io.carestack.operator.rollout.plan.Failure;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Prometheus sees of releases, each series with the labels {@code stack_namespace} and {@code stack}, because a scrape takes {@code namespace} for the
 * operator's own.
 *
 * <p>The series of a stack begin with its first pass and end with it. Counters begin at zero, so that a first failure is an increase.
 */
public final class ReleaseMetrics {
    private static final String PREFIX = "carestack.release.";
    private static final Duration[] BOUNDS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5)
    };

    /** How a release ended. */
    private enum End {
        STABLE,
        FAILED,
        ABORTED,
        REVERTED,
        ROLLED_BACK
    }

    private final MeterRegistry registry;
    private final Map<String, Series> series = new ConcurrentHashMap<>();
    private final Timer switches;
    private final Timer returns;

    public ReleaseMetrics(MeterRegistry registry) {
        this.registry = registry;
        switches = timer("switch.duration", "From the decision to switch until every request went to the new colour");
        returns = timer("return.duration", "From the decision to go back until the old colour had every request");
    }

    /**
     * A stack's release as a pass left it.
     *
     * @param failed the release that the spec describes was given up
     */
    public void saw(Owner owner, RolloutMemory memory, boolean failed) {
        series.computeIfAbsent(owner.uid(), uid -> new Series(owner)).last = new Sample(memory.phase(), failed);
    }

    /** A step to another phase was written. */
    public void moved(Owner owner, RolloutMemory before, RolloutMemory after, Instant now) {
        Series known = series.computeIfAbsent(owner.uid(), uid -> new Series(owner));
        if (after.phase() == before.phase() && after.draining() == before.draining()) {
            return;
        }
        known.last = new Sample(after.phase(), known.last.failed());
        known.turned(before, after, now);
        end(before, after).ifPresent(known::count);
    }

    /** The stack is gone. */
    public void forget(String uid) {
        Optional.ofNullable(series.remove(uid)).ifPresent(Series::remove);
    }

    private static Optional<End> end(RolloutMemory before, RolloutMemory after) {
        if (after.phase() != Phase.Stable
                || before.target().isEmpty()
                || after.target().isPresent()) {
            return Optional.empty();
        }
        if (before.phase() == Phase.Retiring) {
            return Optional.of(End.STABLE);
        }
        return before.ending().map(Failure::reason).map(reason -> switch (reason) {
            case FAILED -> End.FAILED;
            case ABORTED -> End.ABORTED;
            case REVERTED -> End.REVERTED;
            case ROLLED_BACK -> End.ROLLED_BACK;
        });
    }

    private Timer timer(String name, String description) {
        return Timer.builder(PREFIX + name)
                .description(description)
                .serviceLevelObjectives(BOUNDS)
                .register(registry);
    }

    private record Sample(Phase phase, boolean failed) {}

    private record Turn(Phase phase, Instant since) {}

    private final class Series {
        private volatile Sample last = new Sample(Phase.Stable, false);
        private volatile Optional<Turn> turn = Optional.empty();
        private final List<Meter> meters = new ArrayList<>();
        private final Map<End, Counter> ends = new EnumMap<>(End.class);

        Series(Owner owner) {
            Tags tags = Tags.of("stack_namespace", owner.namespace(), "stack", owner.name());
            for (Phase phase : Phase.values()) {
                meters.add(Gauge.builder(PREFIX + "phase", () -> last.phase() == phase ? 1 : 0)
                        .strongReference(true)
                        .description("1 for the phase that the release is in")
                        .tags(tags.and("phase", phase.name()))
                        .register(registry));
            }
            meters.add(Gauge.builder(PREFIX + "failed", () -> last.failed() ? 1 : 0)
                    .strongReference(true)
                    .description("1 while the release that the spec describes was given up")
                    .tags(tags)
                    .register(registry));
            for (End end : End.values()) {
                ends.put(
                        end,
                        Counter.builder("carestack.releases")
                                .description("Releases that ended, by how they did")
                                .tags(tags.and("result", end.name().toLowerCase(Locale.ROOT)))
                                .register(registry));
            }
        }

        /** A turn that another operator began is not timed. */
        void turned(RolloutMemory before, RolloutMemory after, Instant now) {
            boolean switched = before.phase() == Phase.Switching && after.phase() == Phase.Monitoring;
            boolean returned = before.phase() == Phase.RollingBack && after.draining() && !before.draining();
            if (switched || returned) {
                turn.filter(each -> each.phase() == before.phase())
                        .ifPresent(each -> (switched ? switches : returns).record(Duration.between(each.since(), now)));
                turn = Optional.empty();
            } else if (after.phase() == Phase.Switching || after.phase() == Phase.RollingBack) {
                turn = Optional.of(new Turn(after.phase(), now));
            }
        }

        void count(End end) {
            Optional.ofNullable(ends.get(end)).ifPresent(Counter::increment);
        }

        void remove() {
            meters.forEach(registry::remove);
            ends.values().forEach(registry::remove);
        }
    }
}
