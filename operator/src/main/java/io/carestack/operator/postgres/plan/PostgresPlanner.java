package io.carestack.operator.postgres.plan;

import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.postgres.plan.PostgresStep.Remember;
import io.carestack.operator.postgres.plan.PostgresStep.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Decides the next step, one durable step at a time, from what is remembered and what is seen. */
public final class PostgresPlanner {
    static final Duration SOON = Duration.ofMillis(500);
    static final Duration LATER = Duration.ofSeconds(5);

    private PostgresPlanner() {}

    /**
     * The next step.
     *
     * @param heldEpoch epoch that this operator process has written itself; empty when it has not acted on the stack yet
     */
    public static PostgresStep plan(Wanted wanted, Memory memory, Observation seen, Optional<Long> heldEpoch) {
        return fence(decide(wanted, memory, seen), memory, seen, heldEpoch);
    }

    /** The next step towards a database that is cut off and written out, and whose pods may go: it is converged then. */
    public static PostgresStep hibernate(Wanted wanted, Memory memory, Observation seen, Optional<Long> heldEpoch) {
        return fence(Hibernation.next(wanted, memory, seen), memory, seen, heldEpoch);
    }

    private static PostgresStep fence(PostgresStep step, Memory memory, Observation seen, Optional<Long> heldEpoch) {
        return switch (step) {
            case Wait wait -> wait;
            case PostgresStep.Converged converged -> converged;
            case Remember remember -> fenced(remember, memory, seen, heldEpoch);
            case PostgresStep.Act act -> fenced(act, memory, seen, heldEpoch);
        };
    }

    /** A new leader raises the epoch before any other act, so that every session of its predecessor is refused from then on. */
    private static PostgresStep fenced(PostgresStep step, Memory memory, Observation seen, Optional<Long> heldEpoch) {
        long highest = seen.own(memory).stream()
                .flatMap(each -> each.facts().stream())
                .mapToLong(Facts::epoch)
                .max()
                .orElse(0);
        boolean held = heldEpoch.filter(epoch -> epoch == memory.epoch()).isPresent() && highest <= memory.epoch();
        return held ? step : new Remember(memory.withEpoch(Math.max(memory.epoch(), highest) + 1));
    }

    static PostgresStep decide(Wanted wanted, Memory memory, Observation seen) {
        if (memory.systemIdentifier().isEmpty()) {
            return identify(wanted, memory, seen);
        }
        List<Instance> own = seen.own(memory);
        long highest = highest(own);
        if (highest > memory.term()) {
            // An older status was restored: its records say nothing about the terms after them.
            return new Remember(
                    memory.forget().raise(highest + 1),
                    "an instance knows a later term than the status, %d".formatted(highest));
        }
        if (memory.term() == 0) {
            return own.isEmpty() ? starting(seen) : new Remember(memory.raise(1));
        }
        if (!memory.promoted()) {
            return Election.next(wanted, memory, seen);
        }
        return lead(wanted, memory, seen);
    }

    private static long highest(List<Instance> instances) {
        return instances.stream()
                .flatMap(each -> each.facts().stream())
                .mapToLong(facts -> Math.max(facts.term(), facts.timeline()))
                .max()
                .orElse(0);
    }

    private static PostgresStep lead(Wanted wanted, Memory memory, Observation seen) {
        String primary = memory.candidate().or(memory::primary).orElse("");
        Optional<Facts> facts =
                seen.find(primary).filter(each -> !each.foreign(memory)).flatMap(Instance::facts);
        if (facts.isEmpty()) {
            return Takeover.fromUnreachable(wanted, memory, primary, seen);
        }
        Facts leader = facts.get();
        if (leader.inRecovery()) {
            // It restarted read-only, as every instance does. It takes writes again in a term of its own.
            return new Remember(
                    memory.raise(memory.term() + 1), memory.term() == 1 ? "" : primary + " restarted read-only");
        }
        if (leader.timeline() != memory.term() || memory.current().isEmpty()) {
            return new Remember(
                    memory.forget().raise(memory.term() + 1),
                    "%s takes writes on timeline %d, which no record knows".formatted(primary, leader.timeline()));
        }
        QuorumRecord record = memory.current().get();
        return Takeover.fromReachable(wanted, memory, record, primary, leader, seen)
                .orElseGet(() -> Upkeep.next(wanted, memory, record, primary, leader, seen));
    }

    /** The identity of a new stack is that of the one instance that was ordered to run initdb; retained volumes must agree on theirs. */
    private static PostgresStep identify(Wanted wanted, Memory memory, Observation seen) {
        List<String> identifiers = seen.instances().stream()
                .flatMap(each -> each.facts().stream())
                .map(Facts::systemIdentifier)
                .distinct()
                .sorted()
                .toList();
        if (identifiers.isEmpty()) {
            return starting(seen);
        }
        if (identifiers.size() > 1) {
            return new Wait(
                    "DifferentDatabases",
                    "the instances hold %d different databases (system identifiers %s); delete the volumes that do not belong to this stack"
                            .formatted(identifiers.size(), String.join(", ", identifiers)),
                    LATER);
        }
        String identifier = identifiers.getFirst();
        Optional<Facts> first = seen.initialize().flatMap(seen::facts);
        if (first.isPresent() && newborn(first.get())) {
            return new Remember(memory.identify(identifier)
                    .born(new QuorumRecord(
                            1, seen.initialize().orElseThrow(), first.get().incarnation(), 0, List.of())));
        }
        List<String> missing = Election.missing(seen.instances());
        List<Instance> there = seen.instances().stream()
                .filter(each -> each.facts().isPresent())
                .toList();
        long next = highest(there) + 1;
        boolean forced = wanted.forced(next).flatMap(seen::facts).isPresent();
        return missing.isEmpty() || forced
                ? new Remember(memory.identify(identifier))
                : new Wait(
                        "AdoptionWaits",
                        "this stack has volumes but no record of them; %d of %d instances must be seen to choose the newest data, and %s cannot be asked; bring them back, or accept the loss of what only they hold: %s"
                                .formatted(
                                        seen.instances().size(),
                                        seen.instances().size(),
                                        String.join(", ", missing),
                                        Takeover.order(next, there)),
                        LATER);
    }

    private static boolean newborn(Facts facts) {
        return facts.inRecovery() && facts.timeline() == 1 && facts.term() <= 1;
    }

    private static PostgresStep starting(Observation seen) {
        String states = seen.instances().stream()
                .filter(each -> each.facts().isEmpty())
                .map(each -> each.name() + ": " + each.problem())
                .reduce((left, right) -> left + "; " + right)
                .orElse("no instance exists yet");
        return new Wait("Starting", states, LATER);
    }
}
