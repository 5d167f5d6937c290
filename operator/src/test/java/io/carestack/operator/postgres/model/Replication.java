package io.carestack.operator.postgres.model;

import io.carestack.operator.postgres.model.Machine.Life;
import io.carestack.operator.postgres.model.World.Past;
import java.util.Optional;

/** What running servers do by themselves: stream, write, acknowledge, apply what was configured. */
final class Replication {
    private final Scenario scenario;

    Replication(Scenario scenario) {
        this.scenario = scenario;
    }

    void moves(World world, Moves moves) {
        for (Machine each : world.machines()) {
            if (each.frozen() || !each.runs()) {
                continue;
            }
            if (each.life() == Life.STANDBY) {
                receives(world, each, moves);
                if (each.promotion() > 0 && each.receiver().none()) {
                    promote(world, each, each.promotion(), "the promotion that was ordered takes place", moves);
                }
            } else {
                leads(world, each, moves);
            }
        }
    }

    private void receives(World world, Machine standby, Moves moves) {
        int own = standby.ordinal();
        Stream receiver = standby.receiver();
        Stream wanted = standby.disk().conninfo();
        if (!receiver.none() && !receiver.equals(wanted)) {
            moves.move(
                    world.with(standby.withReceiver(Stream.NONE)),
                    () -> "%s ends its receiver, because its configuration was read again".formatted(World.name(own)));
        }
        if (receiver.none() && !wanted.none()) {
            connect(world, standby, wanted, moves);
            if (world.allows(Fault.STRAY)) {
                world.machines().stream()
                        .filter(each -> each.ordinal() != own
                                && each.ordinal() != wanted.target()
                                && each.life() == Life.PRIMARY)
                        .forEach(each -> connect(world.spend(Fault.STRAY), standby, wanted.to(each.ordinal()), moves));
            }
        }
        if (!receiver.none() && world.reaches(own, receiver.target())) {
            Machine source = world.machine(receiver.target());
            String log = standby.disk().log();
            if (follows(standby, source) && log.length() < source.disk().log().length()) {
                String next = log + source.disk().log().charAt(log.length());
                World received = world.with(standby.withDisk(standby.disk().withLog(next)));
                moves.move(
                        received.with(told(source, own, receiver, next.length())),
                        () -> "%s receives %s from %s"
                                .formatted(
                                        World.name(own),
                                        Wal.text(next.substring(log.length())),
                                        World.name(source.ordinal())));
            }
        }
    }

    private void connect(World world, Machine standby, Stream stream, Moves moves) {
        int own = standby.ordinal();
        if (!world.reaches(own, stream.target())) {
            return;
        }
        Machine source = world.machine(stream.target());
        int ahead = source.disk().log().length() - standby.disk().log().length();
        if (follows(standby, source) && (source.life() == Life.PRIMARY || ahead > 0)) {
            moves.move(
                    world.with(standby.withReceiver(stream))
                            .with(told(source, own, stream, standby.disk().log().length())),
                    () -> "%s connects to %s as %s_t%d"
                            .formatted(World.name(own), World.name(stream.target()), World.name(own), stream.term()));
        }
    }

    /** The primary counts what is flushed under a name of its term. */
    private Machine told(Machine source, int other, Stream stream, int position) {
        boolean counts = stream.term() == source.disk().timeline() || scenario.broken(Mutant.PLAIN_NAMES);
        return source.life() == Life.PRIMARY && counts ? source.reported(other, position) : source;
    }

    int timeline(String log) {
        return scenario.broken(Mutant.TIMELINES_AS_POSTGRESQL_NUMBERS_THEM) ? Wal.promotions(log) : Wal.timeline(log);
    }

    /** What PostgreSQL can see: timelines and where they branched off. */
    private boolean follows(Machine standby, Machine source) {
        String own = standby.disk().log();
        String other = source.disk().log();
        if (own.length() < source.oldest()) {
            return false;
        }
        return scenario.broken(Mutant.TIMELINES_AS_POSTGRESQL_NUMBERS_THEM) && timeline(own) == timeline(other)
                ? own.length() <= other.length()
                : other.startsWith(own);
    }

    private void leads(World world, Machine primary, Moves moves) {
        int own = primary.ordinal();
        Disk disk = primary.disk();
        if (!primary.used().equals(disk.names())) {
            moves.move(
                    world.with(primary.withUsed(disk.names())),
                    () -> "%s goes by the names %s"
                            .formatted(World.name(own), disk.names().text()));
        }
        int written = Wal.commits(disk.log());
        if (written < scenario.writes()) {
            String commit = Wal.commit(disk.timeline(), written + 1);
            moves.move(
                    world.with(primary.withDisk(disk.withLog(disk.log() + commit))),
                    () -> "a client writes %s on %s".formatted(Wal.text(commit), World.name(own)));
        }
        acknowledges(world, primary, moves);
        boolean late = world.machines().stream()
                .anyMatch(each -> each.disk().filled()
                        && each.disk().log().length() < disk.log().length());
        if (late && primary.oldest() < disk.log().length() && world.allows(Fault.RECYCLE)) {
            World recycled = world.spend(Fault.RECYCLE)
                    .with(primary.withOldest(disk.log().length()))
                    .each(each -> each.receiver().target() == own
                                    && each.disk().log().length() < disk.log().length()
                            ? each.withReceiver(Stream.NONE)
                            : each);
            moves.move(recycled, () -> World.name(own) + " recycles log that others do not have");
        }
    }

    private void acknowledges(World world, Machine primary, Moves moves) {
        String log = primary.disk().log();
        Past past = world.past();
        for (int index = 0; index < log.length(); index++) {
            char entry = log.charAt(index);
            boolean open = Wal.isCommit(entry)
                    && Wal.term(entry) == primary.disk().timeline()
                    && (past.acknowledged() & Wal.bit(entry)) == 0;
            if (open) {
                boolean held = primary.held(index + 1)
                        || scenario.broken(Mutant.PLAIN_NAMES) && primary.heldUnderAnyName(index + 1);
                if (held) {
                    String text = Wal.text(String.valueOf(entry));
                    boolean over = Wal.term(entry) < highest(past.promoted());
                    boolean kept = past.baseline().indexOf(entry) >= 0;
                    moves.move(
                            world.with(
                                    new Past(past.acknowledged() | Wal.bit(entry), past.promoted(), past.baseline())),
                            () -> "%s acknowledges %s".formatted(World.name(primary.ordinal()), text),
                            over && !kept
                                    ? Optional.of("LOSS a commit is acknowledged that the primary of term "
                                            + highest(past.promoted()) + " does not have")
                                    : Optional.empty());
                }
                return;
            }
        }
    }

    private static int highest(int promoted) {
        return promoted == 0 ? 0 : Integer.SIZE - 1 - Integer.numberOfLeadingZeros(promoted);
    }

    /** The one place where a primary is made. */
    static void promote(World world, Machine standby, int term, String how, Moves moves) {
        Past past = world.past();
        Disk disk = standby.disk();
        Optional<String> violation = Optional.empty();
        if ((past.promoted() >> term & 1) != 0) {
            violation = Optional.of("TWICE a second promotion in term " + term);
        } else if (term > highest(past.promoted()) && (past.acknowledged() & ~Wal.bits(disk.log())) != 0) {
            violation = Optional.of("LOSS the primary of term " + term + " does not have an acknowledged commit");
        }
        String baseline = term > highest(past.promoted()) ? disk.log() : past.baseline();
        moves.move(
                world.with(new Past(past.acknowledged(), past.promoted() | 1 << term, baseline))
                        .with(standby.withDisk(disk.withLog(disk.log() + Wal.promotion(term)))
                                .withLife(Life.PRIMARY)
                                .withPromotion(0)),
                () -> "%s is promoted in term %d: %s".formatted(World.name(standby.ordinal()), term, how),
                violation);
    }
}
