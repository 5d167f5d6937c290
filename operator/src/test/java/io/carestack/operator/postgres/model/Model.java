package io.carestack.operator.postgres.model;

import io.carestack.operator.postgres.model.Machine.Life;
import io.carestack.operator.postgres.model.World.Past;
import io.carestack.operator.postgres.plan.Memory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Everything that can happen in a scenario. */
final class Model {
    private final Scenario scenario;
    final Deciding deciding;
    final Acting acting;
    final Replication replication;
    final Entrypoint entrypoint;
    private final Faults faults;

    Model(Scenario scenario) {
        this.scenario = scenario;
        replication = new Replication(scenario);
        deciding = new Deciding(scenario, new Sight(scenario, replication));
        acting = new Acting(scenario);
        entrypoint = new Entrypoint(scenario);
        faults = new Faults(scenario);
    }

    /** Nothing exists yet but pods without data. */
    World unborn() {
        return new World(
                scenario.specs().getFirst(),
                Memory.NOTHING,
                IntStream.range(0, scenario.instances())
                        .mapToObj(ordinal -> Machine.of(
                                ordinal,
                                Disk.empty(0),
                                ordinal < scenario.specs().getFirst().instances() ? Life.EMPTY : Life.REMOVED))
                        .toList(),
                Collections.nCopies(scenario.operators(), Operator.NEW),
                Past.NOTHING,
                0,
                0);
    }

    /** A stack at rest with the whole budget of faults; its term is 2. */
    World initial() {
        Model sound = new Model(new Scenario(
                "start",
                scenario.specs(),
                scenario.operators(),
                false,
                scenario.terms(),
                0,
                scenario.bounds(),
                Set.of(),
                false,
                0,
                UnaryOperator.identity()));
        World rested = new Settling(sound).rest(unborn());
        return scenario.start().apply(rested).withBudget(Fault.budget(scenario.bounds()));
    }

    /** Calls for every next state with what it breaks. */
    void successors(World world, Moves moves) {
        Moves checked = (next, text, violation) -> moves.move(next, text, violation.or(() -> Invariants.broken(next)));
        replication.moves(world, checked);
        entrypoint.moves(world, checked);
        faults.moves(world, checked);
        acting.moves(world, checked);
        deciding.moves(world, scenario.late() ? checked : atOnce(checked));
    }

    /** What is decided is carried out before anything else happens. */
    private Moves atOnce(Moves moves) {
        return (decided, text, violation) -> {
            for (int index = 0; index < decided.operators().size(); index++) {
                if (decided.operators().get(index).decision().isPresent()) {
                    acting.carriesOut(decided, index, false, (next, how, broken) -> {
                        Supplier<String> both = () -> text.get() + "; " + how.get();
                        boolean more = next.operators().stream()
                                .anyMatch(each -> each.decision().isPresent());
                        if (more && broken.isEmpty()) {
                            atOnce(moves).move(next, both, Optional.empty());
                        } else {
                            moves.move(next, both, broken);
                        }
                    });
                }
            }
        };
    }

    /** Everything that instances and Kubernetes do by themselves, and no fault. */
    List<World> byThemselves(World world) {
        List<World> next = new ArrayList<>();
        Moves collect = (each, text, violation) -> next.add(each);
        replication.moves(world, collect);
        entrypoint.moves(world, collect);
        Faults.scales(world, collect);
        return next;
    }
}
