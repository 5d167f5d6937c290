package io.carestack.operator.postgres.plan;

import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The arithmetic of acknowledged commits. */
final class Quorum {
    /** Nobody streams under this name: commits wait. */
    static final String NOBODY = "carestack_none";

    private Quorum() {}

    /** {@code synchronous_standby_names} that guarantees exactly the record; empty only where no commit has to wait. */
    static String names(QuorumRecord record) {
        return names(record.term(), record.required(), record.members());
    }

    static String names(long term, int required, Collection<Member> members) {
        if (required == 0) {
            return "";
        }
        String list = streams(term, members).map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        return "ANY %d (%s)".formatted(required, list.isEmpty() ? NOBODY : list);
    }

    /** Names under which members stream in the term; two incarnations of one instance share theirs. */
    static Stream<String> streams(long term, Collection<Member> members) {
        return members.stream()
                .map(member -> member.instance() + "_t" + term)
                .distinct()
                .sorted();
    }

    /** Whether every acknowledged commit of the record is on one of the sealed instances. */
    static boolean closed(QuorumRecord record, Collection<Instance> sealed) {
        return sealed.stream().anyMatch(instance -> isPrimary(record, instance))
                || sealedMembers(record, sealed) + record.required()
                        > record.members().size();
    }

    /** Which record is not closed by the instances, in numbers; empty when all are. */
    static Optional<String> open(List<QuorumRecord> records, Collection<Instance> sealed) {
        return records.stream()
                .filter(record -> !closed(record, sealed))
                .findFirst()
                .map(record ->
                        "of term %d, %s and %d of %d members are missing, and %d members must answer to know every acknowledged write (there are: %d)"
                                .formatted(
                                        record.term(),
                                        record.primary(),
                                        record.members().size() - sealedMembers(record, sealed),
                                        record.members().size(),
                                        record.members().size() - record.required() + 1,
                                        sealedMembers(record, sealed)));
    }

    /** Whether it is a data directory that commits of the record may have waited for. */
    static boolean isMember(QuorumRecord record, Instance instance) {
        return sealedMembers(record, List.of(instance)) > 0;
    }

    /** Whether it is the data directory that was the primary of the record, not merely a pod of that name. */
    static boolean isPrimary(QuorumRecord record, Instance instance) {
        return record.primary().equals(instance.name())
                && instance.facts()
                        .filter(facts -> facts.incarnation().equals(record.incarnation()))
                        .isPresent();
    }

    private static long sealedMembers(QuorumRecord record, Collection<Instance> sealed) {
        return record.members().stream()
                .filter(member -> sealed.stream()
                        .anyMatch(instance -> instance.name().equals(member.instance())
                                && instance.facts()
                                        .filter(facts -> facts.incarnation().equals(member.incarnation()))
                                        .isPresent()))
                .count();
    }

    /** Members of the term that stream to its primary and hold what is written up to the position, or would within the allowance. */
    static long streaming(long term, List<Member> members, Facts primary, long least) {
        return streams(term, members)
                .filter(name -> primary.senders().stream()
                        .anyMatch(sender ->
                                sender.name().equals(name) && sender.streaming() && sender.flushed() >= least))
                .count();
    }

    static Optional<Facts.Sender> sender(Facts primary, String name) {
        return primary.senders().stream()
                .filter(sender -> sender.name().equals(name) && sender.streaming())
                .findFirst();
    }
}
