package io.carestack.operator.postgres.model;

import static io.carestack.operator.postgres.model.Fault.CRASH;
import static io.carestack.operator.postgres.model.Fault.CUT;
import static io.carestack.operator.postgres.model.Fault.DOUBT;
import static io.carestack.operator.postgres.model.Fault.FREEZE;
import static io.carestack.operator.postgres.model.Fault.LOSS;
import static io.carestack.operator.postgres.model.Fault.SPEC;
import static io.carestack.operator.postgres.model.Fault.STRAY;
import static io.carestack.operator.postgres.model.Fault.TAKEOVER;
import static io.carestack.operator.postgres.model.Fault.WIPE;

import java.util.Optional;

/** For each rule that can be broken, a scenario whose bounds suffice to notice. */
final class Mutants {
    private Mutants() {}

    /**
     * The primary was once ordered to rewind, and was made the primary before it was stopped for that; and x-1 still takes writes of a term before,
     * and was told of this one by an operator that was interrupted before it could stop it.
     */
    static World orderedToRewindOnceAndAZombieThatKnowsTheTerm(World rested) {
        Disk primary = rested.machine(0).disk();
        Disk zombie = rested.machine(1).disk();
        return rested.with(rested.machine(0).withDisk(primary.withOrder(Disk.Order.REWIND)))
                .with(Machine.of(1, zombie.withLog(Wal.promotion(1)).withConninfo(Stream.NONE), Machine.Life.PRIMARY)
                        .withFrozen(true));
    }

    static Scenario scenario(Mutant mutant) {
        Scenario three = Scenario.of("", Scenario.spec(3, 1));
        Scenario frozen = three.with(FREEZE, 1).prompt();
        Scenario two = three.operators(2).with(TAKEOVER, 1);
        Scenario base = switch (mutant) {
            case CANDIDATE_NOT_REMEMBERED -> two.with(FREEZE, 1).with(CRASH, 1);
            case RECORDS_DROPPED_AT_PROMOTION ->
                frozen.with(CRASH, 1).with(FREEZE, 2).terms(4);
            case NAMES_AFTER_PROMOTION, EMPTY_NAMES_AT_BOOT -> frozen.with(CRASH, 1);
            case PLAIN_NAMES -> frozen.with(STRAY, 1);
            case OLD_PRIMARY_IN_NAMES -> frozen;
            case NAMES_BEFORE_RECORD -> three.with(FREEZE, 1);
            case REMOVAL_RECORDED_FIRST, REMOVAL_WITHOUT_CATCHING_UP ->
                Scenario.of("", Scenario.spec(3, 1), Scenario.spec(2, 1))
                        .with(SPEC, 1)
                        .with(FREEZE, 1);
            case RAISE_WITHOUT_CATCHING_UP ->
                Scenario.of("", Scenario.spec(3, 1), Scenario.spec(3, 2)).with(SPEC, 1);
            case SEAL_NOT_VERIFIED, POSITION_BEFORE_SEAL -> three.with(DOUBT, 1).with(FREEZE, 1);
            case ONE_MEMBER_TOO_FEW -> frozen.with(FREEZE, 2);
            case PREVIOUS_PRIMARY_NEVER_CLOSES ->
                three.prompt().with(CRASH, 1).with(LOSS, 1).settling();
            case NO_ADD_BEFORE_CONFIRMED ->
                three.prompt().with(FREEZE, 1).with(LOSS, 1).with(CRASH, 1).settling();
            case ZOMBIES_NOT_STOPPED ->
                three.prompt().with(FREEZE, 1).with(WIPE, 1).terms(4).settling();
            case CANDIDATE_BEFORE_STOP ->
                Scenario.of("", Scenario.spec(3, 1), Scenario.spec(3, 1, Optional.of("x-1")))
                        .with(SPEC, 1)
                        .prompt();
            case TERM_FENCE_ONLY, UNFENCED ->
                Scenario.of("", Scenario.spec(3, 1), Scenario.spec(2, 1))
                        .operators(2)
                        .with(TAKEOVER, 1)
                        .with(CRASH, 1)
                        .with(SPEC, 1);
            case WRITES_WITHOUT_COMPARING -> two.with(FREEZE, 1).with(CUT, 1);
            case PROMOTES_TWICE -> two.with(CRASH, 2);
            case TIMELINES_AS_POSTGRESQL_NUMBERS_THEM ->
                frozen.with(CRASH, 1).terms(4).settling();
            case DISCOVERY_BY_SEEN_TERM ->
                three.prompt()
                        .with(CRASH, 1)
                        .with(FREEZE, 1)
                        .with(TAKEOVER, 1)
                        .from(Mutants::orderedToRewindOnceAndAZombieThatKnowsTheTerm);
            case EMPTIED_KEEPS_MEMBERSHIP -> three.prompt().with(CUT, 2).with(WIPE, 1);
            case LABELS_UNFENCED ->
                Scenario.of("", Scenario.spec(2, 1))
                        .operators(2)
                        .with(TAKEOVER, 1)
                        .with(DOUBT, 2)
                        .terms(4)
                        .writes(0);
            case BOOTS_AS_PRIMARY -> frozen.with(CRASH, 1).settling();
            case INTERRUPTED_REWIND_COUNTS ->
                frozen.with(CRASH, 1).with(FREEZE, 2).terms(4).writes(2);
        };
        return base.mutated(mutant).states(4_000_000);
    }
}
