package io.carestack.operator.postgres.model;

import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.postgres.model.Operator.Decision;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.postgres.plan.PostgresStep.Act;
import io.carestack.operator.postgres.plan.PostgresStep.HandOver;
import io.carestack.operator.postgres.plan.PostgresStep.Promote;
import io.carestack.operator.postgres.plan.PostgresStep.Remember;
import io.carestack.operator.postgres.plan.PostgresStep.RemoveMembers;
import io.carestack.operator.postgres.plan.PostgresStep.Seal;
import io.carestack.operator.postgres.plan.PostgresStep.SetNames;
import io.carestack.operator.postgres.plan.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Breaks a rule by changing what the planner is asked or what it answers; without a mutant it changes nothing. */
final class Mutation {
    private final Scenario scenario;

    Mutation(Scenario scenario) {
        this.scenario = scenario;
    }

    PostgresStep plan(World world, Function<Memory, PostgresStep> planner) {
        Memory memory = world.memory();
        if (!memory.promoted() || scenario.broken(Mutant.PREVIOUS_PRIMARY_NEVER_CLOSES)) {
            if (scenario.broken(Mutant.ONE_MEMBER_TOO_FEW)) {
                return with(memory, planner, record -> amended(record, record.required() + 1, record.members()));
            }
            if (scenario.broken(Mutant.PREVIOUS_PRIMARY_NEVER_CLOSES) && !memory.promoted()) {
                return with(
                        memory,
                        planner,
                        record -> record.term() == memory.term()
                                ? record
                                : new QuorumRecord(
                                        record.term(), record.primary(), "-", record.required(), record.members()));
            }
        }
        return planner.apply(memory);
    }

    /** Plans with other records, and puts the true ones back into what is to be written. */
    private static PostgresStep with(
            Memory memory, Function<Memory, PostgresStep> planner, UnaryOperator<QuorumRecord> change) {
        PostgresStep step = planner.apply(
                records(memory, memory.records().stream().map(change).toList()));
        if (!(step instanceof Remember remember)) {
            return step;
        }
        List<QuorumRecord> next = new ArrayList<>(remember.next().records());
        for (int index = 0; index < Math.min(next.size(), memory.records().size()); index++) {
            next.set(index, memory.records().get(index));
        }
        return new Remember(records(remember.next(), next), remember.reason());
    }

    Optional<Decision> decision(World world, Decision plain) {
        Memory memory = world.memory();
        Optional<Memory> next = plain.next();
        if (next.isPresent() && plain.act().isEmpty()) {
            Memory written = next.get();
            boolean chooses = written.current().isPresent() && memory.current().isEmpty();
            boolean adds = written.term() == memory.term()
                    && memory.promoted()
                    && written.current().isPresent()
                    && memory.current()
                            .filter(each -> each.members().size()
                                    < written.current().get().members().size())
                            .isPresent();
            if (chooses && scenario.broken(Mutant.CANDIDATE_NOT_REMEMBERED)) {
                QuorumRecord record = written.current().get();
                return act(plain, new Promote(record.primary(), names(record), 0));
            }
            if (!memory.promoted() && written.promoted() && scenario.broken(Mutant.RECORDS_DROPPED_AT_PROMOTION)) {
                return next(plain, records(written, List.of(written.records().getLast())));
            }
            if (adds && scenario.broken(Mutant.NAMES_BEFORE_RECORD)) {
                return act(
                        plain,
                        new SetNames(
                                written.primary().orElseThrow(),
                                names(written.current().get())));
            }
        }
        return plain.act().isEmpty()
                ? Optional.of(plain)
                : act(world, plain, plain.act().get());
    }

    private Optional<Decision> act(World world, Decision plain, Act act) {
        return switch (act) {
            case Promote promote
            when scenario.broken(Mutant.OLD_PRIMARY_IN_NAMES) -> {
                QuorumRecord record = world.memory().current().orElseThrow();
                List<Member> members = new ArrayList<>(record.members());
                world.memory().records().stream()
                        .filter(each -> !each.primary().equals(record.primary()))
                        .map(each -> new Member(each.primary(), each.incarnation()))
                        .filter(each -> !members.contains(each))
                        .forEach(members::add);
                yield act(
                        plain,
                        new Promote(
                                promote.instance(),
                                names(amended(record, record.required(), members)),
                                promote.fromTimeline()));
            }
            case Seal seal
            when scenario.broken(Mutant.POSITION_BEFORE_SEAL) ->
                Optional.of(new Decision(
                        plain.act(),
                        plain.next(),
                        plain.epoch(),
                        plain.term(),
                        world.machine(Wanted.ordinal(seal.instance())).disk().log()));
            case RemoveMembers remove
            when scenario.broken(Mutant.REMOVAL_RECORDED_FIRST) ->
                next(
                        new Decision(Optional.empty(), plain.next(), plain.epoch(), plain.term(), Wal.NONE),
                        remove.next());
            case HandOver handOver
            when scenario.broken(Mutant.CANDIDATE_BEFORE_STOP) -> {
                QuorumRecord last = world.memory().records().getLast();
                Member target = last.members().stream()
                        .filter(each -> world.wanted().switchoverTo().equals(Optional.of(each.instance())))
                        .findFirst()
                        .orElseThrow();
                Memory raised = handOver.next();
                List<QuorumRecord> records = new ArrayList<>(raised.records());
                records.add(new QuorumRecord(
                        raised.term(),
                        target.instance(),
                        target.incarnation(),
                        last.required(),
                        last.members().stream()
                                .filter(each -> !each.equals(target))
                                .toList()));
                yield next(
                        plain,
                        new Memory(
                                raised.epoch(),
                                raised.term(),
                                Optional.of(target.instance()),
                                false,
                                raised.primary(),
                                raised.systemIdentifier(),
                                records));
            }
            case Act other -> Optional.of(plain);
        };
    }

    private static Optional<Decision> act(Decision plain, Act act) {
        return Optional.of(new Decision(Optional.of(act), plain.next(), plain.epoch(), plain.term(), plain.noted()));
    }

    private static Optional<Decision> next(Decision plain, Memory next) {
        return Optional.of(new Decision(plain.act(), Optional.of(next), plain.epoch(), plain.term(), plain.noted()));
    }

    private static QuorumRecord amended(QuorumRecord record, int required, List<Member> members) {
        return new QuorumRecord(record.term(), record.primary(), record.incarnation(), required, members);
    }

    private static Memory records(Memory memory, List<QuorumRecord> records) {
        return new Memory(
                memory.epoch(),
                memory.term(),
                memory.candidate(),
                memory.promoted(),
                memory.primary(),
                memory.systemIdentifier(),
                records);
    }

    private static String names(QuorumRecord record) {
        return record.members().stream()
                .map(each -> '"' + each.instance() + "_t" + record.term() + '"')
                .distinct()
                .sorted()
                .collect(Collectors.joining(", ", "ANY " + record.required() + " (", ")"));
    }
}
