package io.carestack.operator.postgres.model;

import io.carestack.operator.postgres.model.Disk.Order;
import io.carestack.operator.postgres.model.Machine.Life;
import io.carestack.operator.postgres.model.Operator.Decision;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.postgres.plan.PostgresStep.Act;
import io.carestack.operator.postgres.plan.Wanted;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What becomes of a decision: done, done in part, done with the answer lost, refused or forgotten. */
final class Acting {
    private final Scenario scenario;

    Acting(Scenario scenario) {
        this.scenario = scenario;
    }

    void moves(World world, Moves moves) {
        for (int index = 0; index < world.operators().size(); index++) {
            Operator operator = world.operators().get(index);
            Optional<Decision> decision = operator.decision();
            if (decision.isEmpty()) {
                continue;
            }
            World forgotten = world.with(index, operator.idle());
            int who = index + 1;
            moves.move(forgotten, () -> "operator %d never does what it decided".formatted(who));
            carriesOut(world, index, false, moves);
        }
    }

    /** @param whole only what happens when nothing is interrupted */
    void carriesOut(World world, int index, boolean whole, Moves moves) {
        Decision decision = world.operators().get(index).decision().orElseThrow();
        if (decision.act().isPresent()) {
            new Attempt(world, index, decision, whole, moves)
                    .attempt(decision.act().get());
        } else {
            writes(world, index, decision.next().orElseThrow(), moves);
        }
    }

    private void writes(World world, int index, Memory next, Moves moves) {
        Operator operator = world.operators().get(index);
        boolean refused = !operator.fresh() && !scenario.broken(Mutant.WRITES_WITHOUT_COMPARING);
        Memory before = world.memory();
        boolean leads = next.epoch() > before.epoch();
        if (refused || leads && !world.allows(Fault.TAKEOVER)) {
            return;
        }
        Operator writer = leads ? operator.idle().holding((int) next.epoch()) : operator.idle();
        List<Operator> operators = IntStream.range(0, world.operators().size())
                .mapToObj(each -> each == index
                        ? writer
                        : scenario.broken(Mutant.WRITES_WITHOUT_COMPARING)
                                ? world.operators().get(each)
                                : world.operators().get(each).stale())
                .toList();
        World written = world.with(next).with(operators);
        moves.move(
                leads ? written.spend(Fault.TAKEOVER) : written,
                () -> "operator %d writes: epoch %d, term %d, candidate %s%s, records %s"
                        .formatted(
                                index + 1,
                                next.epoch(),
                                next.term(),
                                next.candidate().orElse("none"),
                                next.promoted() ? " (promoted)" : "",
                                next.records()),
                Invariants.written(before, next));
    }

    /** One execution of an act by one operator. */
    private final class Attempt {
        private final World world;
        private final int index;
        private final Decision decision;
        private final boolean whole;
        private final Moves moves;

        Attempt(World world, int index, Decision decision, boolean whole, Moves moves) {
            this.world = world;
            this.index = index;
            this.decision = decision;
            this.whole = whole;
            this.moves = moves;
        }

        void attempt(Act act) {
            switch (act) {
                case PostgresStep.Label label -> label(label);
                case PostgresStep.Seal seal -> seal(seal);
                case PostgresStep.Stop stop -> stop(stop);
                case PostgresStep.Promote promote -> promote(promote);
                case PostgresStep.SetNames names ->
                    fenced(names.primary(), Life.PRIMARY)
                            .ifPresent(primary -> done(
                                    world.with(named(primary, names.names())),
                                    "sets names on " + names.primary() + ": " + names.names()));
                case PostgresStep.RaiseRequired raise -> raise(raise);
                case PostgresStep.RemoveMembers remove -> remove(remove);
                case PostgresStep.ConfirmTerm confirm ->
                    fenced(confirm.primary(), Life.PRIMARY)
                            .filter(primary -> hold(primary, primary.used()))
                            .ifPresent(primary ->
                                    done(world.with(primary), "sees a commit acknowledged on " + confirm.primary()));
                case PostgresStep.HandOver handOver ->
                    fenced(handOver.primary(), Life.PRIMARY)
                            .ifPresent(primary -> done(world.with(primary), "checkpoints " + handOver.primary()));
                case PostgresStep.Follow follow -> follow(follow);
                case PostgresStep.Rejoin rejoin -> rejoin(rejoin);
                case PostgresStep.DropSlot _, PostgresStep.ConfigureDatabase _, PostgresStep.Reload _ ->
                    done(world, "does " + act);
                case PostgresStep.Restart _, PostgresStep.DeletePod _ ->
                    throw new IllegalStateException("no instance is stale in these scenarios: " + act);
            }
        }

        private Machine machine(String name) {
            return world.machine(Wanted.ordinal(name));
        }

        /** The instance as the fenced session finds it; empty when it is refused or not as the act requires. */
        private Optional<Machine> fenced(String name, Life life) {
            return fenced(name).filter(each -> each.life() == life);
        }

        private Optional<Machine> fenced(String name) {
            Machine machine = machine(name);
            Operator operator = world.operators().get(index);
            boolean epoch = machine.disk().epoch() <= decision.epoch()
                    || scenario.broken(Mutant.TERM_FENCE_ONLY)
                    || scenario.broken(Mutant.UNFENCED);
            boolean term = machine.disk().term() <= decision.term() || scenario.broken(Mutant.UNFENCED);
            return machine.answers() && operator.sees(machine.ordinal()) && epoch && term
                    ? Optional.of(machine.withDisk(machine.disk().withEpoch(decision.epoch())))
                    : Optional.empty();
        }

        private void done(World next, String text) {
            Operator operator = world.operators().get(index);
            Operator after = decision.next().isPresent()
                            && (operator.fresh() || scenario.broken(Mutant.WRITES_WITHOUT_COMPARING))
                    ? operator.decides(decision.done(decision.next().get()))
                    : operator.idle();
            moves.move(next.with(index, after), () -> "operator %d %s".formatted(index + 1, text));
        }

        private void interrupted(World next, String text) {
            if (!whole) {
                moves.move(
                        next.with(index, world.operators().get(index).idle()),
                        () -> "operator %d %s, and is interrupted".formatted(index + 1, text));
            }
        }

        private static Machine named(Machine primary, String names) {
            return primary.withDisk(primary.disk().withNames(Names.of(names)));
        }

        private void label(PostgresStep.Label label) {
            boolean primary = label.role().equals(Optional.of("primary"));
            Optional<Machine> pod = primary && !scenario.broken(Mutant.LABELS_UNFENCED)
                    ? fenced(label.pod(), Life.PRIMARY)
                    : Optional.of(machine(label.pod()));
            pod.ifPresent(each -> done(
                    world.with(each.withLabel(primary)),
                    (primary ? "sends clients to " : "sends no clients to ") + label.pod()));
        }

        /** Whether enough that stream now under these names have all that the primary has, as its statistics say. */
        private boolean hold(Machine primary, Names names) {
            return world.machines().stream()
                            .filter(each -> (names.members() >> each.ordinal() & 1) != 0
                                    && each.receiver().target() == primary.ordinal()
                                    && each.receiver().term() == names.term()
                                    && each.disk().log().equals(primary.disk().log()))
                            .count()
                    >= names.required();
        }

        private void seal(PostgresStep.Seal seal) {
            fenced(seal.instance(), Life.STANDBY).ifPresent(standby -> {
                Machine known = standby.withDisk(standby.disk().withTerm(decision.term()));
                Machine cut =
                        known.withDisk(known.disk().withConninfo(Stream.NONE)).withNoted(decision.noted());
                boolean unverified = scenario.broken(Mutant.SEAL_NOT_VERIFIED);
                done(
                        world.with(unverified ? cut : cut.withReceiver(Stream.NONE)),
                        "seals " + seal.instance() + " in term " + decision.term());
                if (!standby.receiver().none() && !unverified) {
                    interrupted(world.with(cut), "empties primary_conninfo of " + seal.instance());
                }
                if (!standby.disk().equals(known.disk())) {
                    interrupted(world.with(known), "writes term " + decision.term() + " on " + seal.instance());
                }
            });
        }

        private void stop(PostgresStep.Stop stop) {
            fenced(stop.instance(), Life.PRIMARY).ifPresent(primary -> {
                World known = world.with(primary.withDisk(primary.disk().withTerm(decision.term())));
                int own = primary.ordinal();
                if (stop.gentle()) {
                    String log = primary.disk().log();
                    World caughtUp = known.each(each -> each.receiver().target() == own
                                    && each.answers()
                                    && known.linked(own, each.ordinal())
                                    && log.startsWith(each.disk().log())
                            ? each.withDisk(each.disk().withLog(log))
                            : each);
                    done(caughtUp.ends(own, Life.DOWN), "stops " + stop.instance() + " when its replicas have all");
                }
                if (!stop.gentle() || !whole) {
                    done(known.ends(own, Life.DOWN), "stops " + stop.instance() + " at once");
                }
                interrupted(known, "writes term " + decision.term() + " on " + stop.instance());
            });
        }

        private void promote(PostgresStep.Promote promote) {
            fenced(promote.instance()).ifPresent(machine -> {
                Machine named = scenario.broken(Mutant.NAMES_AFTER_PROMOTION)
                        ? machine.withDisk(machine.disk().withNames(Names.EMPTY))
                                .withUsed(Names.EMPTY)
                        : named(machine, promote.names());
                interrupted(world.with(named), "sets names on " + promote.instance());
                Disk disk = machine.disk();
                boolean once = disk.log().indexOf(Wal.promotion(decision.term())) < 0
                        || scenario.broken(Mutant.PROMOTES_TWICE);
                boolean may = machine.life() == Life.STANDBY
                        && machine.receiver().none()
                        && disk.conninfo().none()
                        && disk.term() == decision.term()
                        && disk.epoch() == decision.epoch()
                        && once;
                if (may) {
                    Operator operator = world.operators().get(index);
                    Operator after = decision.next().isPresent() && operator.fresh()
                            ? operator.decides(decision.done(decision.next().get()))
                            : operator.idle();
                    Replication.promote(
                            world.with(index, after),
                            named,
                            decision.term(),
                            "operator " + (index + 1) + ", names " + promote.names(),
                            moves);
                    interrupted(
                            world.with(named.withPromotion(decision.term())),
                            "orders the promotion of " + promote.instance());
                }
            });
        }

        private void raise(PostgresStep.RaiseRequired raise) {
            fenced(raise.primary(), Life.PRIMARY).ifPresent(primary -> {
                Machine named = named(primary, raise.names());
                Machine effective = named.withUsed(named.disk().names());
                interrupted(world.with(named), "sets names on " + raise.primary() + ": " + raise.names());
                boolean held = scenario.broken(Mutant.RAISE_WITHOUT_CATCHING_UP) || hold(primary, effective.used());
                if (held) {
                    done(world.with(effective), "makes names effective on " + raise.primary() + ": " + raise.names());
                } else {
                    interrupted(
                            world.with(effective),
                            "makes names effective on " + raise.primary() + ", and too few hold everything");
                }
            });
        }

        private void remove(PostgresStep.RemoveMembers remove) {
            fenced(remove.primary(), Life.PRIMARY).ifPresent(primary -> {
                Machine named = named(primary, remove.names());
                Machine effective = named.withUsed(named.disk().names());
                interrupted(world.with(named), "sets names on " + remove.primary() + ": " + remove.names());
                if (hold(primary, effective.used()) || scenario.broken(Mutant.REMOVAL_WITHOUT_CATCHING_UP)) {
                    done(
                            world.with(effective),
                            "makes names effective on %s: %s; enough members hold everything"
                                    .formatted(remove.primary(), remove.names()));
                } else {
                    interrupted(
                            world.with(effective),
                            "makes names effective on %s: %s; too few members hold everything"
                                    .formatted(remove.primary(), remove.names()));
                }
            });
        }

        private void follow(PostgresStep.Follow follow) {
            Optional<Machine> primary = fenced(follow.primary(), Life.PRIMARY);
            fenced(follow.replica(), Life.STANDBY)
                    .filter(_ -> primary.isPresent())
                    .ifPresent(standby -> {
                        World slot = world.with(primary.get());
                        Machine known = standby.withDisk(standby.disk().withTerm(decision.term()));
                        done(
                                slot.with(known.withDisk(known.disk().withConninfo(Stream.of(follow.conninfo())))),
                                "has %s follow %s as %s"
                                        .formatted(
                                                follow.replica(),
                                                follow.primary(),
                                                follow.conninfo().replaceAll(".*application_name=(\\S+).*", "$1")));
                        if (!standby.disk().equals(known.disk())) {
                            interrupted(slot.with(known), "writes term " + decision.term() + " on " + follow.replica());
                        }
                    });
        }

        private void rejoin(PostgresStep.Rejoin rejoin) {
            Optional<Machine> primary = fenced(rejoin.primary(), Life.PRIMARY);
            fenced(rejoin.replica(), Life.STANDBY)
                    .filter(_ -> !rejoin.rewind() || primary.isPresent())
                    .ifPresent(standby -> {
                        World checked = rejoin.rewind() ? world.with(primary.get()) : world;
                        Machine ordered = standby.withDisk(standby.disk()
                                .withTerm(decision.term())
                                .withOrder(rejoin.rewind() ? Order.REWIND : Order.DISCARD));
                        String text = "orders %s to %s"
                                .formatted(rejoin.replica(), rejoin.rewind() ? "rewind" : "fill its directory anew");
                        done(checked.with(ordered).ends(standby.ordinal(), Life.DOWN), text);
                        interrupted(checked.with(ordered), text);
                    });
        }
    }
}
