package io.carestack.operator.rollout.plan;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Another memory that differs in some parts; used once and not shared. */
final class MemoryChange {
    private final RolloutMemory from;
    private Phase phase;
    private Optional<Revision> stable;
    private Optional<Target> target;
    private int attempts;
    private long epoch;
    private boolean draining;
    private Optional<Instant> deadline;
    private Optional<Instant> due;
    private Optional<Instant> heldSince;
    private Optional<Aside> aside;
    private int step;
    private SortedMap<String, Integer> sizes;
    private Probes probes;
    private Samples samples;
    private Commands seen;
    private Optional<Failure> ending;
    private List<Failure> failed;
    private List<String> history;
    private List<Ahead> ahead;

    MemoryChange(RolloutMemory from) {
        this.from = from;
        phase = from.phase();
        stable = from.stable();
        target = from.target();
        attempts = from.attempts();
        epoch = from.epoch();
        draining = from.draining();
        deadline = from.deadline();
        due = from.due();
        heldSince = from.heldSince();
        aside = from.aside();
        step = from.step();
        sizes = from.sizes();
        probes = from.probes();
        samples = from.samples();
        seen = from.seen();
        ending = from.ending();
        failed = from.failed();
        history = from.history();
        ahead = from.ahead();
    }

    MemoryChange phase(Phase value) {
        phase = value;
        return this;
    }

    MemoryChange stable(Revision value) {
        stable = Optional.of(value);
        return this;
    }

    MemoryChange target(Optional<Target> value) {
        target = value;
        return this;
    }

    MemoryChange attempts(int value) {
        attempts = value;
        return this;
    }

    MemoryChange epoch(long value) {
        epoch = value;
        return this;
    }

    MemoryChange draining(boolean value) {
        draining = value;
        return this;
    }

    MemoryChange deadline(Optional<Instant> value) {
        deadline = value;
        return this;
    }

    MemoryChange due(Optional<Instant> value) {
        due = value;
        return this;
    }

    MemoryChange heldSince(Optional<Instant> value) {
        heldSince = value;
        return this;
    }

    MemoryChange step(int value) {
        step = value;
        return this;
    }

    MemoryChange sizes(Map<String, Integer> value) {
        sizes = new TreeMap<>(value);
        return this;
    }

    MemoryChange probes(Probes value) {
        probes = value;
        return this;
    }

    MemoryChange samples(Samples value) {
        samples = value;
        return this;
    }

    MemoryChange seen(Commands value) {
        seen = value;
        return this;
    }

    MemoryChange aside(Optional<Aside> value) {
        aside = value;
        return this;
    }

    MemoryChange ending(Optional<Failure> value) {
        ending = value;
        return this;
    }

    MemoryChange failed(List<Failure> value) {
        failed = value;
        return this;
    }

    MemoryChange history(List<String> value) {
        history = value;
        return this;
    }

    MemoryChange ahead(List<Ahead> value) {
        ahead = value;
        return this;
    }

    /** The changed memory, or the very same one when nothing differs. */
    RolloutMemory done() {
        RolloutMemory next = new RolloutMemory(
                phase, stable, target, attempts, epoch, draining, deadline, due, heldSince, aside, step, sizes, probes,
                samples, seen, ending, failed, history, ahead);
        return next.equals(from) ? from : next;
    }
}
