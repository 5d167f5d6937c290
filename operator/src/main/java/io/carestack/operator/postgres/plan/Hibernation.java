package io.carestack.operator.postgres.plan;

import static io.carestack.operator.postgres.plan.PostgresPlanner.SOON;

import io.carestack.operator.postgres.plan.PostgresStep.Converged;
import io.carestack.operator.postgres.plan.PostgresStep.HandOver;
import io.carestack.operator.postgres.plan.PostgresStep.Remember;
import io.carestack.operator.postgres.plan.PostgresStep.Wait;
import java.util.List;
import java.util.Optional;

/**
 * The first half of a switchover, and no choice: a new term begins, the primary is written out and stopped so that its replicas get everything, and all
 * instances that answer are sealed. Whoever wakes the database goes on with the election of that term, so nothing else has to be remembered.
 *
 * <p>It ends only when the sealed instances close every record: a database that could not be woken is not put to sleep.
 */
final class Hibernation {
    private static final String REASON = "Hibernating";

    private Hibernation() {}

    static PostgresStep next(Wanted wanted, Memory memory, Observation seen) {
        if (memory.systemIdentifier().isEmpty()) {
            return seen.instances().stream().noneMatch(Instance::exists)
                    ? new Converged()
                    : PostgresPlanner.decide(wanted, memory, seen);
        }
        if (memory.term() == 0 || laterTermKnown(memory, seen)) {
            return PostgresPlanner.decide(wanted, memory, seen);
        }
        if (memory.promoted() || memory.current().isPresent()) {
            return leave(wanted, memory, seen);
        }
        return Election.cut(memory, seen).orElseGet(() -> settle(memory, seen));
    }

    private static boolean laterTermKnown(Memory memory, Observation seen) {
        return seen.own(memory).stream()
                .map(each -> each.facts().orElseThrow())
                .anyMatch(facts -> Math.max(facts.term(), facts.timeline()) > memory.term());
    }

    /** A term that has a primary, or a candidate that may be one already. */
    private static PostgresStep leave(Wanted wanted, Memory memory, Observation seen) {
        String primary = memory.candidate().or(memory::primary).orElse("");
        Optional<Instance> instance = seen.find(primary).filter(each -> !each.foreign(memory));
        Optional<Facts> facts = instance.flatMap(Instance::facts);
        Memory raised = memory.raise(memory.term() + 1);
        if (facts.isEmpty()) {
            return instance.filter(Hibernation::shouldAnswer)
                    .<PostgresStep>map(each -> new Wait(
                            REASON,
                            primary + " does not answer: " + each.problem() + "; it is stopped as soon as it does",
                            SOON))
                    .orElseGet(() -> new Remember(raised));
        }
        if (!memory.promoted()) {
            return Election.next(wanted, memory, seen);
        }
        return facts.get().inRecovery() ? new Remember(raised) : new HandOver(primary, raised);
    }

    private static PostgresStep settle(Memory memory, Observation seen) {
        List<Instance> own = seen.own(memory);
        Optional<String> unheard = seen.instances().stream()
                .filter(each -> each.facts().isEmpty() && shouldAnswer(each))
                .map(each -> each.name() + " does not answer: " + each.problem())
                .findFirst();
        if (unheard.isPresent()) {
            return new Wait(REASON, unheard.get(), SOON);
        }
        if (own.stream().anyMatch(each -> !each.facts().orElseThrow().settled())) {
            return new Wait(REASON, "an instance still replays its write-ahead log", SOON);
        }
        List<Instance> sealed = own.stream()
                .filter(each -> each.facts().orElseThrow().sealed(memory.term()))
                .toList();
        return Quorum.open(memory.records(), sealed)
                .<PostgresStep>map(open -> new Wait(
                        REASON,
                        open + "; the pods stay until then, because nobody could wake the database safely",
                        SOON))
                .orElseGet(Converged::new);
    }

    private static boolean shouldAnswer(Instance instance) {
        return instance.exists() && instance.ready() && !instance.ended() && !instance.leaving();
    }
}
