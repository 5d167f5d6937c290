package io.carestack.operator.postgres.plan;

import static io.carestack.operator.postgres.plan.PostgresPlanner.LATER;
import static io.carestack.operator.postgres.plan.PostgresPlanner.SOON;

import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.postgres.plan.PostgresStep.ConfigureDatabase;
import io.carestack.operator.postgres.plan.PostgresStep.ConfirmTerm;
import io.carestack.operator.postgres.plan.PostgresStep.Converged;
import io.carestack.operator.postgres.plan.PostgresStep.DeletePod;
import io.carestack.operator.postgres.plan.PostgresStep.DropSlot;
import io.carestack.operator.postgres.plan.PostgresStep.Follow;
import io.carestack.operator.postgres.plan.PostgresStep.HandOver;
import io.carestack.operator.postgres.plan.PostgresStep.Label;
import io.carestack.operator.postgres.plan.PostgresStep.Rejoin;
import io.carestack.operator.postgres.plan.PostgresStep.Reload;
import io.carestack.operator.postgres.plan.PostgresStep.Restart;
import io.carestack.operator.postgres.plan.PostgresStep.Stop;
import io.carestack.operator.postgres.plan.PostgresStep.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A term with a primary: clients reach it, replicas follow it, and commits wait for those that the record names. */
final class Upkeep {
    private static final String PRIMARY = "primary";
    private static final String REPLICA = "replica";

    /** The kubelet brings a changed ConfigMap into a running pod within a minute or so. */
    private static final Duration FILES = Duration.ofSeconds(10);

    private final Wanted wanted;
    private final Memory memory;
    private final QuorumRecord record;
    private final String primary;
    private final Facts leader;
    private final Observation seen;

    private Upkeep(Wanted wanted, Memory memory, QuorumRecord record, String primary, Facts leader, Observation seen) {
        this.wanted = wanted;
        this.memory = memory;
        this.record = record;
        this.primary = primary;
        this.leader = leader;
        this.seen = seen;
    }

    static PostgresStep next(
            Wanted wanted, Memory memory, QuorumRecord record, String primary, Facts leader, Observation seen) {
        return new Upkeep(wanted, memory, record, primary, leader, seen).next();
    }

    private PostgresStep next() {
        Membership membership = new Membership(wanted, memory, record, primary, leader, seen);
        List<Supplier<Optional<PostgresStep>>> duties = List.of(
                this::stopOthers,
                this::labelPrimary,
                membership::widenNames,
                this::configureDatabase,
                this::dropLostSlot,
                this::rejoin,
                this::follow,
                membership::next,
                this::confirm,
                this::labelReplicas,
                this::reload,
                this::dropSlot,
                this::restart);
        return duties.stream()
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(this::rest);
    }

    /** An instance that takes writes in a term that is over can acknowledge nothing; it is stopped so that it comes back as a replica. */
    private Optional<PostgresStep> stopOthers() {
        return others().filter(each -> !each.facts().orElseThrow().inRecovery())
                .<PostgresStep>map(each -> new Stop(each.name(), false))
                .findFirst();
    }

    private Optional<PostgresStep> labelPrimary() {
        Optional<PostgresStep> stale = seen.instances().stream()
                .filter(each -> !each.name().equals(primary)
                        && each.role().filter(PRIMARY::equals).isPresent())
                .<PostgresStep>map(each -> new Label(each.name(), Optional.empty()))
                .findFirst();
        return stale.or(() -> seen.find(primary)
                .filter(each ->
                        each.exists() && each.role().filter(PRIMARY::equals).isEmpty())
                .map(each -> new Label(each.name(), Optional.of(PRIMARY))));
    }

    private Optional<PostgresStep> configureDatabase() {
        return leader.databaseReady() ? Optional.empty() : Optional.of(new ConfigureDatabase(primary));
    }

    /** A replica that can never follow as it is: PostgreSQL would try for ever. */
    private Optional<PostgresStep> rejoin() {
        return others().filter(each -> each.facts().orElseThrow().inRecovery())
                .filter(each -> each.facts().orElseThrow().divergedFrom(leader)
                        || each.facts().orElseThrow().tooFarBehind(leader))
                .filter(each -> Quorum.sender(leader, streamName(each)).isEmpty())
                .<PostgresStep>map(each -> new Rejoin(
                        each.name(), primary, each.facts().orElseThrow().divergedFrom(leader)))
                .findFirst();
    }

    /** The name under which a replica streams depends on whether the record counts its data directory. */
    private Optional<PostgresStep> follow() {
        return others().filter(each -> !follows(each))
                .<PostgresStep>map(each -> new Follow(each.name(), primary, Wanted.slot(each.name()), conninfo(each)))
                .findFirst();
    }

    private boolean follows(Instance replica) {
        Facts facts = replica.facts().orElseThrow();
        return facts.term() == memory.term()
                && facts.primaryConninfo().equals(conninfo(replica))
                && facts.primarySlot().equals(Wanted.slot(replica.name()))
                && leader.slots().contains(Wanted.slot(replica.name()));
    }

    private String conninfo(Instance replica) {
        return wanted.conninfo(primary, streamName(replica));
    }

    private String streamName(Instance replica) {
        return Wanted.streamName(
                replica.name(), record, replica.facts().orElseThrow().incarnation());
    }

    /** The records of earlier terms go when enough members of this one are seen to hold its promotion. */
    private Optional<PostgresStep> confirm() {
        boolean enough = Quorum.streaming(record.term(), record.members(), leader, 0) >= record.required();
        return memory.records().size() > 1 && enough
                ? Optional.of(new ConfirmTerm(primary, memory.confirmTerm()))
                : Optional.empty();
    }

    private Optional<PostgresStep> labelReplicas() {
        return seen.instances().stream()
                .filter(each -> !each.name().equals(primary) && each.exists())
                .flatMap(each -> {
                    boolean labelled = each.role().filter(REPLICA::equals).isPresent();
                    if (each.foreign(memory)) {
                        return labelled
                                ? Stream.of(new Label(each.name(), Optional.empty()))
                                : Stream.<PostgresStep>empty();
                    }
                    boolean streams = each.facts().isPresent()
                            && Quorum.sender(leader, streamName(each)).isPresent();
                    return streams && !labelled
                            ? Stream.of(new Label(each.name(), Optional.of(REPLICA)))
                            : Stream.empty();
                })
                .findFirst();
    }

    private Optional<PostgresStep> reload() {
        return seen.own(memory).stream()
                .filter(each -> {
                    Facts facts = each.facts().orElseThrow();
                    return facts.configRead().equals(wanted.fingerprint())
                            && !facts.configUsed().equals(wanted.fingerprint())
                            && facts.configError().isEmpty();
                })
                .<PostgresStep>map(each -> new Reload(each.name()))
                .findFirst();
    }

    /** A slot whose WAL is gone is in the way of the one that a replica needs. */
    private Optional<PostgresStep> dropLostSlot() {
        return leader.lostSlots().stream()
                .filter(slot -> slot.startsWith("carestack_"))
                .<PostgresStep>map(slot -> new DropSlot(primary, slot))
                .findFirst();
    }

    private Optional<PostgresStep> dropSlot() {
        return leader.slots().stream()
                .filter(slot -> slot.matches("carestack_[0-9]+"))
                .filter(slot -> {
                    String instance = wanted.instance(Integer.parseInt(slot.substring("carestack_".length())));
                    boolean counts = record.members().stream()
                            .anyMatch(member -> member.instance().equals(instance));
                    return instance.equals(primary)
                            || (Wanted.ordinal(instance) >= wanted.instances()
                                    && !counts
                                    && seen.find(instance).isEmpty());
                })
                .<PostgresStep>map(slot -> new DropSlot(primary, slot))
                .findFirst();
    }

    /** One at a time, when everybody else counts: replicas first, then the primary, after another one has taken over where one may. */
    private Optional<PostgresStep> restart() {
        boolean everybody = memory.records().size() == 1
                && seen.instances().stream()
                        .filter(wanted::includes)
                        .allMatch(each -> each.name().equals(primary) || counts(each));
        if (!wanted.restarts() || !everybody) {
            return Optional.empty();
        }
        Optional<PostgresStep> replica = others().filter(wanted::includes)
                .filter(Instance::stale)
                .map(Upkeep::startAgain)
                .findFirst();
        return replica.or(() -> seen.find(primary).filter(Instance::stale).map(this::restartPrimary));
    }

    private PostgresStep restartPrimary(Instance instance) {
        return wanted.failover().enabled() && others().anyMatch(wanted::includes)
                ? new HandOver(primary, memory.raise(memory.term() + 1))
                : startAgain(instance);
    }

    private static PostgresStep startAgain(Instance instance) {
        return instance.outdated() ? new DeletePod(instance.name()) : new Restart(instance.name());
    }

    private PostgresStep rest() {
        List<String> foreign = seen.instances().stream()
                .filter(each -> each.foreign(memory))
                .map(Instance::name)
                .toList();
        if (!foreign.isEmpty()) {
            return new Wait(
                    "DifferentDatabases",
                    "%s holds another database than this stack's and counts for nothing; delete its volume and its pod to have it cloned"
                            .formatted(String.join(", ", foreign)),
                    LATER);
        }
        List<String> absent = seen.instances().stream()
                .filter(wanted::includes)
                .filter(each -> !each.name().equals(primary) && !counts(each))
                .map(each -> each.name() + ": "
                        + (each.facts().isEmpty() ? each.problem() : "it does not stream from " + primary))
                .toList();
        long streaming = Quorum.streaming(record.term(), record.members(), leader, 0);
        if (streaming < record.required()) {
            return new Wait(
                    "WritesBlocked",
                    "commits wait for %d of %d members and %d stream; %s"
                            .formatted(
                                    record.required(), record.members().size(), streaming, String.join("; ", absent)),
                    SOON);
        }
        boolean leaving = seen.instances().stream()
                .anyMatch(each ->
                        each.exists() && !wanted.includes(each) && !each.name().equals(primary));
        if (leaving || !wanted.includes(primary) || !record.members().stream().allMatch(wanted::includes)) {
            return new Wait(
                    "ScaleInWaits",
                    "an instance leaves as soon as %d others hold everything that was acknowledged with it"
                            .formatted(record.required()),
                    LATER);
        }
        if (record.required() < wanted.required(primary)) {
            return new Wait(
                    "WritesUnprotected",
                    "commits wait for %d of %d wanted replicas, because durability is Preferred; writes of now are lost with %s; %s"
                            .formatted(
                                    record.required(),
                                    wanted.required(primary),
                                    record.required() == 0 ? primary : primary + " and as many replicas",
                                    String.join("; ", absent)),
                    LATER);
        }
        if (!absent.isEmpty()) {
            return new Wait("ReplicasMissing", String.join("; ", absent), LATER);
        }
        List<String> stale = seen.own(memory).stream()
                .filter(each -> each.facts().orElseThrow().configError().isEmpty()
                        && !each.facts().orElseThrow().configUsed().equals(wanted.fingerprint()))
                .map(Instance::name)
                .toList();
        return stale.isEmpty()
                ? new Converged()
                : new Wait(
                        "ConfigurationArriving",
                        "waiting for the changed configuration to reach "
                                + stale.stream().collect(Collectors.joining(", ")),
                        FILES);
    }

    private boolean counts(Instance replica) {
        return replica.facts().isPresent()
                && streamName(replica).endsWith("_t" + record.term())
                && Quorum.sender(leader, streamName(replica)).isPresent();
    }

    private Stream<Instance> others() {
        return seen.own(memory).stream().filter(each -> !each.name().equals(primary));
    }
}
