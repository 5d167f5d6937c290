package io.carestack.operator.postgres.plan;

import static io.carestack.operator.postgres.plan.PostgresPlanner.LATER;
import static io.carestack.operator.postgres.plan.PostgresPlanner.SOON;

import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.postgres.plan.PostgresStep.Label;
import io.carestack.operator.postgres.plan.PostgresStep.Promote;
import io.carestack.operator.postgres.plan.PostgresStep.Remember;
import io.carestack.operator.postgres.plan.PostgresStep.Seal;
import io.carestack.operator.postgres.plan.PostgresStep.Stop;
import io.carestack.operator.postgres.plan.PostgresStep.Wait;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A term without a primary: cut everything off, close the terms before, choose, remember the choice, promote. */
final class Election {
    /** By timeline, which is the term that it last took part in, then by position. */
    static final Comparator<Instance> FURTHEST = Comparator.comparing(
                    (Instance each) -> each.facts().orElseThrow().timeline())
            .thenComparing(each -> each.facts().orElseThrow().position());

    private static final String PRIMARY = "primary";

    /** A promotion that takes longer has a disk that hangs. */
    private static final Duration PROMOTION = Duration.ofSeconds(30);

    private Election() {}

    static PostgresStep next(Wanted wanted, Memory memory, Observation seen) {
        return memory.current().isPresent()
                ? promote(wanted, memory, memory.current().get(), seen)
                : prepare(wanted, memory, seen);
    }

    private static PostgresStep prepare(Wanted wanted, Memory memory, Observation seen) {
        return cut(memory, seen).orElseGet(() -> close(wanted, memory, seen));
    }

    private static PostgresStep close(Wanted wanted, Memory memory, Observation seen) {
        List<Instance> own = seen.own(memory);
        List<Instance> sealed = own.stream()
                .filter(each -> each.facts().orElseThrow().sealed(memory.term()))
                .toList();
        boolean replaying =
                own.stream().anyMatch(each -> !each.facts().orElseThrow().settled());
        if (memory.records().isEmpty()) {
            return replaying ? replaying() : adopt(wanted, memory, seen, sealed);
        }
        QuorumRecord last = memory.records().getLast();
        Optional<Instance> forced = forced(wanted, memory, sealed);
        if (forced.isPresent()) {
            return choose(wanted, memory, forced.get(), sealed, last);
        }
        Optional<String> open = Quorum.open(Preference.binding(wanted, memory, seen), sealed)
                .or(() -> sealed.stream()
                        .max(FURTHEST)
                        .flatMap(furthest -> Preference.tooMuch(memory, seen, sealed, furthest)));
        if (open.isPresent()) {
            return replaying ? replaying() : Takeover.blocked(open.get(), memory.term(), sealed);
        }
        List<Instance> candidates = wanted.failover().enabled()
                        || wanted.switchoverTo().isPresent()
                        || !wanted.includes(last.primary())
                ? sealed
                : sealed.stream().filter(each -> Quorum.isPrimary(last, each)).toList();
        return best(wanted, last, candidates)
                .map(best -> choose(wanted, memory, best, sealed, last))
                .orElseGet(() -> replaying ? replaying() : waitFor(last, seen));
    }

    private static Optional<Instance> forced(Wanted wanted, Memory memory, List<Instance> sealed) {
        return wanted.forced(memory.term())
                .flatMap(name ->
                        sealed.stream().filter(each -> each.name().equals(name)).findFirst());
    }

    private static PostgresStep replaying() {
        return new Wait("Replaying", "an instance still replays its write-ahead log", SOON);
    }

    private static PostgresStep waitFor(QuorumRecord last, Observation seen) {
        return new Wait(
                "PrimaryUnreachable",
                "the previous primary %s is not back with its data (%s); writes wait for it, because spec.postgres.failover.enabled is false"
                        .formatted(
                                last.primary(),
                                seen.find(last.primary())
                                        .map(Instance::problem)
                                        .filter(problem -> !problem.isEmpty())
                                        .orElse("its volume does not hold what it held")),
                LATER);
    }

    /** Without any record, only the sight of every instance can tell which data are the newest. */
    private static PostgresStep adopt(Wanted wanted, Memory memory, Observation seen, List<Instance> sealed) {
        List<String> missing = missing(
                seen.instances().stream().filter(each -> !each.foreign(memory)).toList());
        QuorumRecord everybody = new QuorumRecord(
                0, "", "", 0, sealed.stream().map(Election::member).toList());
        Optional<Instance> forced = forced(wanted, memory, sealed);
        if (forced.isPresent()) {
            return choose(wanted, memory, forced.get(), sealed, everybody);
        }
        if (!missing.isEmpty() || sealed.isEmpty()) {
            return new Wait(
                    "AdoptionWaits",
                    "there is no record of which instance has the newest data; all of them must be seen, and %s cannot be asked; bring them back, or accept the loss of what only they hold: %s"
                            .formatted(
                                    missing.isEmpty() ? "none" : String.join(", ", missing),
                                    Takeover.order(memory.term(), sealed)),
                    LATER);
        }
        return choose(wanted, memory, best(wanted, everybody, sealed).orElseThrow(), sealed, everybody);
    }

    /** The furthest; among equals who stays, who is as the spec says, whom the spec names, and who was the primary before. */
    private static Optional<Instance> best(Wanted wanted, QuorumRecord last, List<Instance> candidates) {
        return candidates.stream()
                .max(FURTHEST.thenComparing(wanted::includes)
                        .thenComparing(each -> !each.leaving())
                        .thenComparing(each -> !each.outdated())
                        .thenComparing(each -> wanted.switchoverTo()
                                .filter(each.name()::equals)
                                .isPresent())
                        .thenComparing(each -> Quorum.isPrimary(last, each))
                        .thenComparing(each -> -each.ordinal()));
    }

    private static PostgresStep choose(
            Wanted wanted, Memory memory, Instance best, List<Instance> sealed, QuorumRecord last) {
        List<Member> members = sealed.stream()
                .filter(each -> each != best && wanted.includes(each))
                .map(Election::member)
                .filter(last.members()::contains)
                .toList();
        return new Remember(memory.choose(new QuorumRecord(
                memory.term(),
                best.name(),
                best.facts().orElseThrow().incarnation(),
                wanted.required(best.name()),
                members)));
    }

    /** The candidate is written and cannot be changed in this term. */
    private static PostgresStep promote(Wanted wanted, Memory memory, QuorumRecord record, Observation seen) {
        Optional<Instance> candidate = seen.find(record.primary()).filter(each -> Quorum.isPrimary(record, each));
        if (candidate.isEmpty() || candidate.get().foreign(memory)) {
            // Nobody else may be promoted in this term, and whatever it acknowledged is on the members of its record.
            return Takeover.fromUnreachable(wanted, memory, record.primary(), seen);
        }
        Facts facts = candidate.get().facts().orElseThrow();
        if (facts.timeline() == memory.term()) {
            if (!facts.inRecovery()) {
                return new Remember(memory.confirmPromotion());
            }
            // Promoted in this term. If it restarted since, it needs a term of its own: one term, one promotion.
            return facts.promoting()
                            .filter(since -> since.compareTo(PROMOTION) < 0)
                            .isPresent()
                    ? new Wait("Promoting", record.primary() + " ends its recovery", SOON)
                    : new Remember(memory.raise(memory.term() + 1));
        }
        if (!facts.inRecovery()) {
            return new Stop(record.primary(), false);
        }
        return cut(memory, seen)
                .orElseGet(() -> facts.sealed(memory.term())
                        ? new Promote(record.primary(), Quorum.names(record), facts.timeline())
                        : new Wait("Replaying", record.primary() + " still replays its write-ahead log", SOON));
    }

    /** Clients first, then whoever still takes writes, then the receivers of everybody who can be reached. */
    static Optional<PostgresStep> cut(Memory memory, Observation seen) {
        Optional<PostgresStep> label = seen.instances().stream()
                .filter(each -> each.role().filter(PRIMARY::equals).isPresent())
                .<PostgresStep>map(each -> new Label(each.name(), Optional.empty()))
                .findFirst();
        if (label.isPresent()) {
            return label;
        }
        List<Instance> own = seen.own(memory);
        return own.stream()
                .filter(each -> !each.facts().orElseThrow().inRecovery())
                .<PostgresStep>map(each -> new Stop(each.name(), gentle(memory, each, seen)))
                .findFirst()
                .or(() -> own.stream()
                        .filter(each -> !each.facts().orElseThrow().cut(memory.term()))
                        .<PostgresStep>map(each -> new Seal(each.name()))
                        .findFirst());
    }

    /** The primary of the last term, stopped on purpose while it works. Whoever else takes writes is stopped at once. */
    private static boolean gentle(Memory memory, Instance instance, Observation seen) {
        return !memory.records().isEmpty()
                && Quorum.isPrimary(memory.records().getLast(), instance)
                && !seen.suspicion().stuck();
    }

    static List<String> missing(List<Instance> instances) {
        return instances.stream()
                .filter(each -> each.facts().isEmpty())
                .map(each -> each.name() + " (" + each.problem() + ")")
                .toList();
    }

    private static Member member(Instance instance) {
        return new Member(instance.name(), instance.facts().orElseThrow().incarnation());
    }
}
