package io.carestack.operator.postgres.plan;

import io.carestack.operator.api.Postgres.Durability;
import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.postgres.plan.PostgresStep.RaiseRequired;
import io.carestack.operator.postgres.plan.PostgresStep.Remember;
import io.carestack.operator.postgres.plan.PostgresStep.RemoveMembers;
import io.carestack.operator.postgres.plan.PostgresStep.SetNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which data directories commits may wait for, and how many of them must have a commit.
 *
 * <p>At every moment the names in use guarantee at least what the record says. So a member is added to the record before the names, and removed
 * from the names before the record; fewer members are required by the record before the names, and more by the names before the record.
 */
final class Membership {
    /** A replica that lags more than this is no help yet: commits would wait for it. */
    static final long NEAR = 16L * 1024 * 1024;

    private final Wanted wanted;
    private final Memory memory;
    private final QuorumRecord record;
    private final Facts leader;
    private final Observation seen;
    private final String primary;

    Membership(Wanted wanted, Memory memory, QuorumRecord record, String primary, Facts leader, Observation seen) {
        this.wanted = wanted;
        this.memory = memory;
        this.record = record;
        this.primary = primary;
        this.leader = leader;
        this.seen = seen;
    }

    /** The names follow the record, unless they are on their way to one that guarantees more. */
    Optional<PostgresStep> widenNames() {
        String names = Quorum.names(record);
        boolean onTheWay = departing()
                        .map(member -> Quorum.names(record.term(), record.required(), without(member)))
                        .filter(leader.synchronousNames()::equals)
                        .isPresent()
                || (raises() && leader.synchronousNames().equals(raisedNames()));
        return leader.synchronousNames().equals(names) || onTheWay
                ? Optional.empty()
                : Optional.of(new SetNames(primary, names));
    }

    Optional<PostgresStep> next() {
        return lower().or(this::add).or(this::raise).or(this::remove);
    }

    private Optional<PostgresStep> lower() {
        return target() < record.required()
                ? Optional.of(new Remember(
                        memory.amend(with(target(), record.members())),
                        wanted.required(primary) > target()
                                ? "too few replicas stream; commits wait for %d, because durability is Preferred"
                                        .formatted(target())
                                : ""))
                : Optional.empty();
    }

    /** How many members commits shall wait for now. */
    private int target() {
        int wished = wanted.required(primary);
        if (wanted.durability() == Durability.Required) {
            return wished;
        }
        long streaming = Quorum.streaming(record.term(), record.members(), leader, 0);
        if (streaming < record.required()) {
            int kept = seen.shortage().compareTo(Preference.GRACE) < 0 ? record.required() : (int) streaming;
            return Math.min(wished, kept);
        }
        long near = Quorum.streaming(record.term(), record.members(), leader, leader.position() - NEAR);
        return Math.min(wished, Math.max(record.required(), (int) near));
    }

    private Optional<PostgresStep> raise() {
        return raises()
                ? Optional.of(new RaiseRequired(primary, raisedNames(), memory.amend(with(target(), record.members()))))
                : Optional.empty();
    }

    /** More is required only when as many members stream, because otherwise every commit would wait at once. */
    private boolean raises() {
        return target() > record.required()
                && Quorum.streaming(record.term(), record.members(), leader, leader.position() - NEAR) >= target();
    }

    private String raisedNames() {
        return Quorum.names(record.term(), target(), record.members());
    }

    private Optional<PostgresStep> add() {
        return seen.own(memory).stream()
                .filter(each -> !each.name().equals(primary) && wanted.includes(each))
                .map(each -> new Member(each.name(), each.facts().orElseThrow().incarnation()))
                .filter(member -> !record.members().contains(member))
                .filter(member -> Quorum.sender(
                                leader, Wanted.streamName(member.instance(), record, member.incarnation()))
                        .filter(sender -> sender.flushed() >= leader.position() - NEAR)
                        .isPresent())
                .<PostgresStep>map(member -> {
                    List<Member> members = new ArrayList<>(record.members());
                    members.add(member);
                    return new Remember(memory.amend(with(record.required(), members)));
                })
                .findFirst();
    }

    private Optional<PostgresStep> remove() {
        return departing()
                .map(member -> new RemoveMembers(
                        primary,
                        Quorum.names(record.term(), record.required(), without(member)),
                        record.required(),
                        without(member),
                        memory.amend(with(record.required(), without(member)))));
    }

    /** One member that must go and can: enough of the others stream to hold what was acknowledged with it. */
    private Optional<Member> departing() {
        return record.members().stream()
                .filter(member -> !wanted.includes(member) || replaced(member))
                .filter(member -> Quorum.streaming(record.term(), without(member), leader, leader.position() - NEAR)
                        >= record.required())
                .findFirst();
    }

    /** Its data directory was filled anew, and what is there now counts already or does not need to. */
    private boolean replaced(Member member) {
        return seen.facts(member.instance())
                .filter(facts -> !facts.incarnation().equals(member.incarnation()))
                .isPresent();
    }

    private List<Member> without(Member gone) {
        return record.members().stream().filter(member -> !member.equals(gone)).toList();
    }

    private QuorumRecord with(int required, List<Member> members) {
        return new QuorumRecord(record.term(), record.primary(), record.incarnation(), required, members);
    }
}
