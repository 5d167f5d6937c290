package io.carestack.operator.postgres.model;

import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.postgres.model.Machine.Life;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.Wanted;
import java.util.List;
import java.util.Optional;

/** What must hold in every state and of every write; promotions and acknowledgements are judged where they happen. */
final class Invariants {
    private Invariants() {}

    /** Terms and epochs only rise, and a candidate is written once. */
    static Optional<String> written(Memory before, Memory next) {
        if (next.term() < before.term() || next.epoch() < before.epoch()) {
            return Optional.of("BACKWARDS a term or an epoch falls");
        }
        boolean another = next.term() == before.term()
                && before.candidate().isPresent()
                && !before.candidate().equals(next.candidate());
        return another ? Optional.of("CANDIDATE another one in term " + next.term()) : Optional.empty();
    }

    static Optional<String> broken(World world) {
        if (world.machines().stream().filter(Machine::labelled).count() > 1) {
            return Optional.of("LABEL clients are sent to two pods");
        }
        return weaker(world).or(() -> unbacked(world));
    }

    /**
     * Names in use, and those in the files, guarantee at least what a record says that must be closed before anybody else is promoted: the one of
     * the primary's term, or a later one of the same directory.
     */
    private static Optional<String> weaker(World world) {
        for (Machine each : world.machines()) {
            List<QuorumRecord> own = world.memory().records().stream()
                    .filter(record -> each.life() == Life.PRIMARY
                            && record.term() >= each.disk().timeline()
                            && record.primary().equals(World.name(each.ordinal()))
                            && record.incarnation()
                                    .equals(String.valueOf(each.disk().filling())))
                    .toList();
            if (!own.isEmpty() && own.stream().noneMatch(record -> guaranteed(each, record))) {
                return Optional.of("NAMES on " + World.name(each.ordinal()) + " are weaker than its record");
            }
        }
        return Optional.empty();
    }

    private static boolean guaranteed(Machine primary, QuorumRecord record) {
        int members = record.members().stream()
                .mapToInt(member -> 1 << Wanted.ordinal(member.instance()))
                .reduce(0, (left, right) -> left | right);
        return primary.used().guaranteed(members) >= record.required()
                && primary.disk().names().guaranteed(members) >= record.required();
    }

    /** A single record is the whole claim: as many members as it requires hold every commit of its term and before. */
    private static Optional<String> unbacked(World world) {
        if (world.memory().records().size() != 1) {
            return Optional.empty();
        }
        QuorumRecord record = world.memory().records().getFirst();
        int due = world.past().acknowledged() & Wal.upTo((int) record.term());
        long holders = record.members().stream()
                .filter(member -> gone(world, member) || (due & ~bits(world, member)) == 0)
                .count();
        return due != 0 && holders < record.required()
                ? Optional.of("RECORD of term " + record.term() + " is not backed by data")
                : Optional.empty();
    }

    private static boolean gone(World world, Member member) {
        Machine machine = world.machine(Wanted.ordinal(member.instance()));
        return !machine.disk().filled()
                || !String.valueOf(machine.disk().filling()).equals(member.incarnation());
    }

    private static int bits(World world, Member member) {
        return Wal.bits(world.machine(Wanted.ordinal(member.instance())).disk().log());
    }
}
