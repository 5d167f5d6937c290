package io.carestack.operator.postgres.model;

import io.carestack.operator.postgres.model.Machine.Life;
import io.carestack.operator.postgres.plan.Wanted;
import java.util.stream.Stream;

/** What goes wrong, how it ends, and what Kubernetes and people do meanwhile. */
final class Faults {
    private final Scenario scenario;

    Faults(Scenario scenario) {
        this.scenario = scenario;
    }

    void moves(World world, Moves moves) {
        for (Machine each : world.machines()) {
            processes(world, each, moves);
        }
        links(world, moves);
        if (world.allows(Fault.SPEC)) {
            Wanted next = scenario.specs().get(scenario.specs().size() - Fault.SPEC.left(world.budget()));
            moves.move(
                    world.spend(Fault.SPEC).with(next),
                    () -> "the spec asks for %d instances, W=%d, switchover to %s"
                            .formatted(next.instances(), next.required(), next.switchoverTo()));
        }
        scales(world, moves);
    }

    private static void processes(World world, Machine machine, Moves moves) {
        int own = machine.ordinal();
        String name = World.name(own);
        if (machine.runs() && world.allows(Fault.CRASH)) {
            moves.move(world.spend(Fault.CRASH).ends(own, Life.DOWN), () -> name + " crashes");
        }
        if (machine.answers() && world.allows(Fault.FREEZE)) {
            moves.move(world.spend(Fault.FREEZE).with(machine.withFrozen(true)), () -> name + " freezes");
        }
        if (machine.frozen()) {
            moves.move(world.with(machine.withFrozen(false)), () -> name + " thaws");
        }
        if (machine.disk().filled() && world.allows(Fault.WIPE)) {
            World emptied = world.spend(Fault.WIPE).ends(own, Life.EMPTY);
            moves.move(
                    emptied.with(emptied.machine(own)
                            .withDisk(Disk.empty(machine.disk().filling()))),
                    () -> "the volume of " + name + " is emptied");
        }
        if (machine.life() != Life.LOST && machine.life() != Life.REMOVED && world.allows(Fault.LOSS)) {
            World lost = world.spend(Fault.LOSS).ends(own, Life.LOST);
            moves.move(
                    lost.with(lost.machine(own)
                            .withDisk(Disk.empty(machine.disk().filling()))
                            .withLabel(false)),
                    () -> name + " is lost for good");
        }
    }

    private static void links(World world, Moves moves) {
        int count = world.machines().size();
        if (world.allows(Fault.CUT)) {
            for (int own = 0; own < count; own++) {
                int name = own;
                int cut = world.links();
                for (int other = 0; other < count; other++) {
                    cut |= other == own ? 0 : World.link(own, other);
                }
                if (cut != world.links()) {
                    moves.move(
                            world.spend(Fault.CUT).withLinks(cut),
                            () -> World.name(name) + " is cut off from its peers");
                }
            }
        }
        if (world.links() != 0) {
            moves.move(world.withLinks(0), () -> "the network between the instances works again");
        }
        for (int index = 0; index < world.operators().size(); index++) {
            Operator operator = world.operators().get(index);
            int who = index + 1;
            for (int own = 0; own < count; own++) {
                int name = own;
                if (operator.sees(own) && world.allows(Fault.CUT)) {
                    moves.move(
                            world.spend(Fault.CUT).with(index, operator.withBlind(operator.blind() | 1 << own)),
                            () -> "operator %d cannot reach %s any more".formatted(who, World.name(name)));
                }
            }
            if (operator.blind() != 0) {
                moves.move(
                        world.with(index, operator.withBlind(0)),
                        () -> "operator %d reaches every instance again".formatted(who));
            }
        }
    }

    /** The StatefulSet has as many pods as the spec asks for, and as the records need. */
    static void scales(World world, Moves moves) {
        int size = Math.max(
                world.wanted().instances(),
                world.memory().records().stream()
                        .flatMap(record -> Stream.concat(
                                Stream.of(record.primary()),
                                record.members().stream().map(member -> member.instance())))
                        .mapToInt(name -> Wanted.ordinal(name) + 1)
                        .max()
                        .orElse(0));
        for (Machine each : world.machines()) {
            int own = each.ordinal();
            boolean present = each.life() != Life.REMOVED && each.life() != Life.LOST;
            if (own >= size && present) {
                World removed = world.ends(own, Life.REMOVED);
                moves.move(
                        removed.with(removed.machine(own)
                                .withDisk(Disk.empty(each.disk().filling()))
                                .withLabel(false)),
                        () -> World.name(own) + " is removed with its volume");
            }
            if (own < size && each.life() == Life.REMOVED) {
                moves.move(world.with(each.withLife(Life.EMPTY)), () -> World.name(own) + " is created");
            }
        }
    }
}
