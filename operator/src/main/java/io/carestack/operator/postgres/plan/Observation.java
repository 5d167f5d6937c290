package io.carestack.operator.postgres.plan;

import java.util.List;
import java.util.Optional;

/**
 * All instances at one moment.
 *
 * @param instances one for every pod or volume that exists or is wanted, by ordinal
 * @param initialize the pod that was ordered to run {@code initdb}; empty for retained volumes
 * @param suspicion what the probes of the primary say
 */
public record Observation(List<Instance> instances, Optional<String> initialize, Suspicion suspicion) {
    public Observation {
        instances = List.copyOf(instances);
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
