package io.carestack.operator.postgres.plan;

import static io.carestack.operator.postgres.plan.PostgresPlanner.LATER;
import static io.carestack.operator.postgres.plan.PostgresPlanner.SOON;

import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.postgres.plan.PostgresStep.HandOver;
import io.carestack.operator.postgres.plan.PostgresStep.Remember;
import io.carestack.operator.postgres.plan.PostgresStep.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether another instance shall take over from the primary of this term.
 *
 * <p>A term begins only when the instances that answer can close every earlier one, so that a primary that somebody else still reaches is not cut
 * off from its replicas for nothing.
 */
final class Takeover {
    /** A replica that heard nothing for so long is a witness. Probes write each second, so a living primary is never silent. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final Wanted wanted;
    private final Memory memory;
    private final String primary;
    private final Observation seen;

    private Takeover(Wanted wanted, Memory memory, String primary, Observation seen) {
        this.wanted = wanted;
        this.memory = memory;
        this.primary = primary;
        this.seen = seen;
    }

    /** The primary could not be asked. */
    static PostgresStep fromUnreachable(Wanted wanted, Memory memory, String primary, Observation seen) {
        return new Takeover(wanted, memory, primary, seen).lost();
    }

    /** The primary answers; nothing when it stays. */
    static Optional<PostgresStep> fromReachable(
            Wanted wanted, Memory memory, QuorumRecord record, String primary, Facts leader, Observation seen) {
        Takeover takeover = new Takeover(wanted, memory, primary, seen);
        return takeover.leaves().or(() -> takeover.handsOver(record, leader));
    }

    private PostgresStep lost() {
        String problem = seen.find(primary)
                .map(each -> each.foreign(memory) ? "it holds another database" : each.problem())
                .orElse("it does not exist");
        List<Instance> others = others();
        if (others.isEmpty()) {
            return unreachable(problem, "no other instance answers");
        }
        Optional<String> evidence = evidence();
        if (evidence.isEmpty()) {
            return new Wait(
                    "PrimarySuspected",
                    "the primary %s cannot be asked: %s; neither its pod nor its replicas say that it is lost"
                            .formatted(primary, problem),
                    SOON);
        }
        if (!wanted.failover().enabled()) {
            return unreachable(problem, "spec.postgres.failover.enabled is false");
        }
        if (seen.suspicion().failing().compareTo(wanted.failover().delay()) < 0) {
            return unreachable(
                    problem,
                    "another instance takes over after %d s"
                            .formatted(wanted.failover().delay().toSeconds()));
        }
        if (seen.find(primary).filter(Instance::full).isPresent() && !forced(memory.term() + 1, others)) {
            return new Wait(
                    "DiskFull",
                    "the volume of %s is full, and those of the others hold as much; writes wait until spec.postgres.storage.size is raised. When another one has space, %s"
                            .formatted(primary, order(memory.term() + 1, others)),
                    LATER);
        }
        if (Preference.notYetFenced(wanted, memory, seen, others)) {
            return unreachable(
                    problem,
                    "commits waited for no replica; another instance takes over after %d s, when the primary has stopped itself wherever it is"
                            .formatted(Preference.FENCED.toSeconds()));
        }
        long next = memory.term() + 1;
        Optional<String> open = Quorum.open(Preference.binding(wanted, memory, seen), others)
                .or(() -> Preference.tooMuch(
                        memory,
                        seen,
                        others,
                        others.stream().max(Election.FURTHEST).orElseThrow()));
        return open.isEmpty() || forced(next, others)
                ? new Remember(memory.raise(next), primary + " is lost: " + evidence.get())
                : blocked(open.get(), next, others);
    }

    private Wait unreachable(String problem, String why) {
        return new Wait(
                "PrimaryUnreachable",
                "the primary %s cannot be asked: %s; writes wait until it is back, because %s"
                        .formatted(primary, problem, why),
                SOON);
    }

    /** What proves the loss besides that nobody answers. */
    private Optional<String> evidence() {
        Optional<Instance> instance = seen.find(primary);
        if (instance.isEmpty()
                || !instance.get().exists()
                || instance.get().ended()
                || instance.get().leaving()) {
            return Optional.of("its pod or container has ended");
        }
        if (instance.get().facts().isPresent() && !instance.get().foreign(memory)) {
            return Optional.of("its data directory was filled anew");
        }
        if (!seen.suspicion().lost()) {
            return Optional.empty();
        }
        if (!instance.get().ready()) {
            return Optional.of("it does not answer and its pod is not ready");
        }
        return memory.current().flatMap(this::witnesses);
    }

    private Optional<String> witnesses(QuorumRecord record) {
        int needed = record.members().size() - record.required() + 1;
        long silent = others().stream()
                .filter(each -> Quorum.isMember(record, each))
                .filter(each -> each.facts()
                        .orElseThrow()
                        .silence()
                        .filter(silence -> silence.compareTo(SILENCE) < 0)
                        .isEmpty())
                .count();
        return silent >= needed && !record.members().isEmpty()
                ? Optional.of("it does not answer, and %d of its %d replicas hear nothing from it"
                        .formatted(silent, record.members().size()))
                : Optional.empty();
    }

    /** Its pod is about to go, or its disk hangs: better now than when it is gone. */
    private Optional<PostgresStep> leaves() {
        boolean leaving = seen.find(primary).filter(Instance::leaving).isPresent();
        boolean stuck = seen.suspicion().stuck();
        if ((!leaving && !stuck) || !wanted.failover().enabled() || !closable()) {
            return Optional.empty();
        }
        return Optional.of(new Remember(
                memory.raise(memory.term() + 1),
                leaving ? primary + " is being deleted" : primary + " answers reads, and its writes hang"));
    }

    private Optional<PostgresStep> handsOver(QuorumRecord record, Facts leader) {
        if (memory.records().size() != 1 || !closable()) {
            return Optional.empty();
        }
        return successors()
                .filter(target -> !target.leaving() && Quorum.isMember(record, target))
                .filter(target -> Quorum.sender(leader, target.name() + "_t" + record.term())
                        .filter(sender -> sender.flushed() >= leader.position() - Membership.NEAR)
                        .isPresent())
                .findFirst()
                .map(target -> new HandOver(primary, memory.raise(memory.term() + 1)));
    }

    /** Whom the spec names; for a primary that the spec has no place for, anybody who stays. */
    private Stream<Instance> successors() {
        if (wanted.switchoverTo().isPresent()) {
            return wanted.switchoverTo().filter(target -> !target.equals(primary)).flatMap(seen::find).stream();
        }
        return wanted.includes(primary)
                ? Stream.empty()
                : seen.instances().stream().filter(wanted::includes);
    }

    private boolean closable() {
        List<Instance> others =
                others().stream().filter(each -> !each.leaving()).toList();
        return !others.isEmpty() && Quorum.open(memory.records(), others).isEmpty();
    }

    private boolean forced(long term, List<Instance> others) {
        return wanted.forced(term)
                .filter(instance -> others.stream().anyMatch(each -> each.name().equals(instance)))
                .isPresent();
    }

    private List<Instance> others() {
        return seen.own(memory).stream()
                .filter(each -> !each.name().equals(primary))
                .toList();
    }

    /** What a person reads and can do when nothing can be done without risking an acknowledged write. */
    static Wait blocked(String open, long term, List<Instance> candidates) {
        return new Wait(
                "FailoverBlocked",
                "%s; bring one of them back, or accept the loss of the writes that only they hold: %s"
                        .formatted(open, order(term, candidates)),
                LATER);
    }

    /** What a person writes to have the furthest promoted. */
    static String order(long term, List<Instance> candidates) {
        return "set spec.postgres.failover.forcePromote: {instance: %s, term: %d}"
                .formatted(
                        candidates.stream()
                                .max(Election.FURTHEST)
                                .map(Instance::name)
                                .orElse(""),
                        term);
    }
}
