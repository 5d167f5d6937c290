package io.carestack.operator.postgres.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All instances at one moment.
 *
 * @param instances one for every pod or volume that exists or is wanted, by ordinal
 * @param initialize the pod that was ordered to run {@code initdb}; empty for retained volumes
 * @param suspicion what the probes of the primary say
 * @param shortage for how long fewer members have streamed than commits wait for
 */
public record Observation(
        List<Instance> instances, Optional<String> initialize, Suspicion suspicion, Duration shortage) {
    public Observation {
        instances = List.copyOf(instances);
    }

    /** The same after fewer members than needed have streamed for so long. */
    public Observation withShortage(Duration lasted) {
        return new Observation(instances, initialize, suspicion, lasted);
    }

    /** Whether a primary takes writes, and fewer members stream to it than they wait for. */
    public boolean tooFewMembers(Memory memory) {
        Optional<Facts> leader = memory.promoted() ? memory.primary().flatMap(this::facts) : Optional.empty();
        return leader.isPresent()
                && !leader.get().inRecovery()
                && memory.current()
                        .filter(record ->
                                Quorum.streaming(record.term(), record.members(), leader.get(), 0) < record.required())
                        .isPresent();
    }

    Optional<Instance> find(String name) {
        return instances.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    Optional<Facts> facts(String name) {
        return find(name).flatMap(Instance::facts);
    }

    /** The instances that answer and belong to this database. */
    List<Instance> own(Memory memory) {
        return instances.stream()
                .filter(each -> each.facts().isPresent() && !each.foreign(memory))
                .toList();
    }
}
