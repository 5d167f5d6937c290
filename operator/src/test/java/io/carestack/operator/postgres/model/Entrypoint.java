package io.carestack.operator.postgres.model;

import io.carestack.operator.postgres.model.Disk.Order;
import io.carestack.operator.postgres.model.Machine.Life;
import java.util.Comparator;
import java.util.List;

/** What the container's first process does before it starts the server; what is likeliest comes first. */
final class Entrypoint {
    private final Scenario scenario;

    Entrypoint(Scenario scenario) {
        this.scenario = scenario;
    }

    void moves(World world, Moves moves) {
        for (Machine each : world.machines()) {
            switch (each.life()) {
                case DOWN -> boots(world, each, moves);
                case EMPTY -> fills(world, each, moves);
                case REMOVED, LOST, STANDBY, PRIMARY -> {}
            }
        }
    }

    private void boots(World world, Machine down, Moves moves) {
        Disk disk = down.disk();
        String name = World.name(down.ordinal());
        switch (disk.order()) {
            case DISCARD -> discards(world, down, "as the operator ordered", moves);
            case REWINDING -> {
                if (scenario.broken(Mutant.INTERRUPTED_REWIND_COUNTS)) {
                    starts(world, down, disk.withOrder(Order.NONE), moves);
                } else {
                    discards(world, down, "because a rewind was interrupted", moves);
                }
            }
            case REWIND -> {
                for (Machine source : sources(world, down, Math.max(disk.term(), disk.timeline()))) {
                    Disk copied = source.disk();
                    int from = copied.timeline();
                    Disk rewound = new Disk(
                            disk.filling(),
                            copied.log(),
                            Math.max(Math.max(disk.term(), disk.timeline()), from),
                            copied.epoch(),
                            Stream.entrypoint(source.ordinal(), down.ordinal(), 0),
                            Names.NOBODY,
                            Order.NONE);
                    moves.move(
                            world.with(down.withDisk(rewound).withLife(Life.STANDBY)),
                            () -> "%s rewinds to %s and starts".formatted(name, World.name(source.ordinal())));
                    if (world.allows(Fault.CRASH)) {
                        Disk ruined = disk.withOrder(Order.REWINDING).withLog(Wal.promotion(1));
                        moves.move(
                                world.spend(Fault.CRASH).with(down.withDisk(ruined)),
                                () -> "%s is interrupted while it rewinds to %s"
                                        .formatted(name, World.name(source.ordinal())));
                    }
                }
                starts(world, down, disk.withOrder(Order.NONE), moves);
            }
            case NONE -> starts(world, down, disk, moves);
        }
    }

    private static void discards(World world, Machine down, String why, Moves moves) {
        moves.move(
                world.with(down.withDisk(Disk.empty(down.disk().filling())).withLife(Life.EMPTY)),
                () -> "%s discards its directory %s".formatted(World.name(down.ordinal()), why));
    }

    private void starts(World world, Machine down, Disk disk, Moves moves) {
        String name = World.name(down.ordinal());
        Names names = scenario.broken(Mutant.EMPTY_NAMES_AT_BOOT) ? Names.EMPTY : Names.NOBODY;
        if (scenario.broken(Mutant.BOOTS_AS_PRIMARY)
                && world.memory().records().stream()
                        .anyMatch(record -> record.primary().equals(name) && record.term() == disk.timeline())) {
            moves.move(
                    world.with(down.withDisk(disk).withUsed(disk.names()).withLife(Life.PRIMARY)),
                    () -> name + " starts and takes writes");
            return;
        }
        Machine started = down.withUsed(names).withLife(Life.STANDBY);
        if (!disk.conninfo().none() && mayFollow(world, down)) {
            moves.move(
                    world.with(started.withDisk(disk.withNames(names))),
                    () -> "%s starts and follows %s still"
                            .formatted(name, World.name(disk.conninfo().target())));
        }
        moves.move(
                world.with(started.withDisk(disk.withNames(names).withConninfo(Stream.NONE))),
                () -> name + " starts and follows nobody");
    }

    private boolean mayFollow(World world, Machine down) {
        Disk disk = down.disk();
        return sources(world, down, Math.max(disk.term(), disk.timeline())).stream()
                .anyMatch(source -> source.ordinal() == disk.conninfo().target());
    }

    /** Peers that take writes since this term or a later one, the latest first. */
    private List<Machine> sources(World world, Machine seeker, int least) {
        return world.machines().stream()
                .filter(each -> each.life() == Life.PRIMARY && world.reaches(seeker.ordinal(), each.ordinal()))
                .filter(each -> promotedIn(each) >= least)
                .sorted(Comparator.comparing(this::promotedIn).reversed())
                .toList();
    }

    private int promotedIn(Machine peer) {
        return scenario.broken(Mutant.DISCOVERY_BY_SEEN_TERM)
                ? peer.disk().term()
                : peer.disk().timeline();
    }

    private void fills(World world, Machine empty, Moves moves) {
        String name = World.name(empty.ordinal());
        List<Machine> sources = sources(world, empty, 1);
        for (Machine source : sources) {
            Disk copied = source.disk();
            boolean same = scenario.broken(Mutant.EMPTIED_KEEPS_MEMBERSHIP);
            Disk clone = new Disk(
                    empty.disk().filling() + (same ? 0 : 1),
                    copied.log(),
                    Math.max(copied.term(), copied.timeline()),
                    copied.epoch(),
                    Stream.entrypoint(source.ordinal(), empty.ordinal(), same ? copied.timeline() : 0),
                    Names.NOBODY,
                    Order.NONE);
            moves.move(
                    world.with(empty.withDisk(clone).withLife(Life.STANDBY)),
                    () -> "%s clones %s and starts".formatted(name, World.name(source.ordinal())));
        }
        if (sources.isEmpty()
                && empty.ordinal() == 0
                && world.memory().systemIdentifier().isEmpty()) {
            Disk born = new Disk(1, Wal.promotion(1), 1, 0, Stream.NONE, Names.NOBODY, Order.NONE);
            moves.move(world.with(empty.withDisk(born).withLife(Life.STANDBY)), () -> name + " runs initdb and starts");
        }
    }
}
