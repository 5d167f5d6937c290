package io.carestack.operator.postgres.model;

import io.carestack.operator.postgres.model.Operator.Decision;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.Observation;
import io.carestack.operator.postgres.plan.PostgresPlanner;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.postgres.plan.PostgresStep.Act;
import io.carestack.operator.postgres.plan.PostgresStep.Converged;
import io.carestack.operator.postgres.plan.PostgresStep.Remember;
import io.carestack.operator.postgres.plan.PostgresStep.Wait;
import io.carestack.operator.postgres.plan.Wanted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the real planner, and makes what it says a decision that is carried out later or never. */
final class Deciding {
    private static final int REMEMBERED = 300_000;

    private final Scenario scenario;
    private final Sight sight;
    private final Mutation mutation;
    private final Map<Question, PostgresStep> answers = new HashMap<>();

    Deciding(Scenario scenario, Sight sight) {
        this.scenario = scenario;
        this.sight = sight;
        this.mutation = new Mutation(scenario);
    }

    /** Everything that an answer depends on. */
    private record Question(
            Wanted wanted, Memory memory, List<Machine> machines, int held, int blind, int links, boolean doubt) {}

    PostgresStep plan(World world, Operator operator, boolean doubt) {
        if (answers.size() > REMEMBERED) {
            answers.clear();
        }
        return answers.computeIfAbsent(
                new Question(
                        world.wanted(),
                        world.memory(),
                        world.machines(),
                        operator.held(),
                        operator.blind(),
                        world.links(),
                        doubt),
                question -> {
                    Observation seen = sight.observe(world, operator, doubt);
                    Optional<Long> held = operator.held() == 0 ? Optional.empty() : Optional.of((long) operator.held());
                    return mutation.plan(world, memory -> PostgresPlanner.plan(world.wanted(), memory, seen, held));
                });
    }

    void moves(World world, Moves moves) {
        for (int index = 0; index < world.operators().size(); index++) {
            Operator operator = world.operators().get(index);
            if (operator.decision().isPresent()) {
                continue;
            }
            decides(world, index, false, moves);
            if (world.allows(Fault.DOUBT)) {
                decides(world, index, true, moves);
            }
        }
    }

    private void decides(World world, int index, boolean doubt, Moves moves) {
        Operator operator = world.operators().get(index);
        PostgresStep step = plan(world, operator, doubt);
        if (doubt && step.equals(plan(world, operator, false))) {
            return;
        }
        World asked = doubt ? world.spend(Fault.DOUBT) : world;
        decision(world, step)
                .filter(decision -> decision.next().isEmpty()
                        || within(world, decision.next().get()))
                .ifPresent(decision -> moves.move(
                        asked.with(index, operator.idle().decides(decision)),
                        () -> "operator %d decides%s: %s"
                                .formatted(index + 1, doubt ? " (writes seem to hang)" : "", text(step))));
    }

    private boolean within(World world, Memory next) {
        return next.term() <= scenario.terms()
                && (next.epoch() == world.memory().epoch() || world.allows(Fault.TAKEOVER));
    }

    Optional<Decision> decision(World world, PostgresStep step) {
        int epoch = (int) world.memory().epoch();
        int term = (int) world.memory().term();
        Optional<Decision> plain = switch (step) {
            case Wait _, Converged _ -> Optional.empty();
            case Remember remember ->
                Optional.of(new Decision(Optional.empty(), Optional.of(remember.next()), epoch, term, Wal.NONE));
            case Act act -> Optional.of(new Decision(Optional.of(act), next(act), epoch, term, Wal.NONE));
        };
        return plain.flatMap(decision -> mutation.decision(world, decision));
    }

    /** What an act leads to in the status, once it is done. */
    private static Optional<Memory> next(Act act) {
        return switch (act) {
            case PostgresStep.RaiseRequired raise -> Optional.of(raise.next());
            case PostgresStep.RemoveMembers remove -> Optional.of(remove.next());
            case PostgresStep.ConfirmTerm confirm -> Optional.of(confirm.next());
            case PostgresStep.HandOver handOver -> Optional.of(handOver.next());
            case PostgresStep.Label _,
                    PostgresStep.Seal _,
                    PostgresStep.Stop _,
                    PostgresStep.Rejoin _,
                    PostgresStep.Promote _,
                    PostgresStep.SetNames _,
                    PostgresStep.Follow _,
                    PostgresStep.DropSlot _,
                    PostgresStep.Restart _,
                    PostgresStep.DeletePod _,
                    PostgresStep.ConfigureDatabase _,
                    PostgresStep.Reload _ -> Optional.empty();
        };
    }

    static String text(Object step) {
        return step.toString()
                .replaceAll(" port=5432.*?application_name=(\\S+)[^\\]}]*tcp_user_timeout=\\d+", " as $1")
                .replace("Optional[", "[")
                .replace("systemIdentifier=[" + Sight.DATABASE + "], ", "");
    }
}
