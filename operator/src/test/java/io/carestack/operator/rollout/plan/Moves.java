package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.World.Deployed;
import io.carestack.operator.rollout.plan.World.Late;
import io.carestack.operator.rollout.plan.World.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Everything that can happen next. */
final class Moves {
    private final Bounds bounds;
    private final Sight sight;
    private final Effects effects;
    private final People people;

    Moves(Bounds bounds, Sight sight, Effects effects) {
        this.bounds = bounds;
        this.sight = sight;
        this.effects = effects;
        people = new People(bounds, sight);
    }

    /** Told of every world that can be next. */
    interface Sink {
        void move(World next, Supplier<String> text, Optional<String> violation);

        default void move(World next, Supplier<String> text) {
            move(next, text, Optional.empty());
        }
    }

    void from(World world, Sink sink) {
        RolloutStep step = sight.plan(world, world.memory());
        Kind kind = Kind.of(step);
        if (kind != Kind.NONE) {
            Effects.Result result = effects.carryOut(world, step, false);
            sink.move(result.world(), () -> "operator: " + text(step), result.violation());
        }
        late(world, step, kind, sink);
        stale(world, sink);
        lost(world, sink);
        for (int index = 0; index < world.parts().size(); index++) {
            pods(world, index, sink);
            dataPlane(world, index, sink);
            autoscaler(world, index, sink);
        }
        if (!world.outside().equals(world.memory().aside())) {
            sink.move(world.with(world.memory().aside()), () -> "the routes follow");
        }
        tasks(world, sink);
        clocks(world, sink);
        people.act(world, sink);
    }

    private void late(World world, RolloutStep step, Kind kind, Sink sink) {
        for (int index = 0; index < world.late().size(); index++) {
            Late late = world.late().get(index);
            List<Late> rest = new ArrayList<>(world.late());
            rest.remove(index);
            World without = world.with(rest);
            if (late.dirty() && !bounds.unconditional().contains(Kind.of(late.step()))) {
                sink.move(without, () -> "late, refused: " + text(late.step()));
            } else {
                Effects.Result result = effects.carryOut(without, late.step(), true);
                sink.move(result.world(), () -> "LATE " + text(late.step()), result.violation());
            }
        }
        boolean known = world.late().stream().anyMatch(each -> each.step().equals(step));
        if (world.late().size() < bounds.slots()
                && bounds.captured().contains(kind)
                && world.around().others() < bounds.lateWrites()
                && !known) {
            List<Late> more = new ArrayList<>(world.late());
            more.add(new Late(step, false));
            sink.move(
                    world.with(world.around().counted(0, 0, 1)).with(more),
                    () -> "another leader decides " + text(step));
        }
    }

    private void stale(World world, Sink sink) {
        if (!bounds.stale() || world.caughtUp()) {
            return;
        }
        if (world.snapshot().isEmpty()) {
            sink.move(world.withSnapshot(Optional.of(world.memory()), false), () -> "a cache stays behind");
            return;
        }
        RolloutMemory old = world.snapshot().get();
        if (!old.equals(world.memory())) {
            RolloutStep step = sight.plan(world, old);
            Kind kind = Kind.of(step);
            boolean reads = kind == Kind.STATUS
                    || (kind == Kind.SELECTOR || kind == Kind.SCALE || kind == Kind.APPLY)
                            && !bounds.unread().contains(kind);
            if (kind != Kind.NONE && !reads) {
                Effects.Result result = effects.carryOut(world, step, true);
                sink.move(result.world(), () -> "FROM A STALE CACHE " + text(step), result.violation());
            }
            sink.move(world.withSnapshot(Optional.empty(), true), () -> "the cache catches up");
        }
    }

    private void lost(World world, Sink sink) {
        if (bounds.loses() && world.around().others() < 1 && world.memory().phase() != Phase.Stable) {
            sink.move(
                    world.with(world.around().counted(0, 0, 1)).with(RolloutMemory.NOTHING),
                    () -> "the status is lost");
        }
    }

    private void pods(World world, int index, Sink sink) {
        Part part = world.parts().get(index);
        for (Color color : Color.values()) {
            Deployed deployed = part.of(color);
            if (deployed.replicas() == 0) {
                continue;
            }
            boolean crashes = color == world.old() ? bounds.crashesOld() : bounds.crashesNew();
            boolean may = bounds.crashes() == 0 || world.around().crashes() < bounds.crashes();
            if (!deployed.bad() && crashes && may) {
                sink.move(
                        world.with(index, part.with(color, deployed.withPods(0, true)))
                                .with(world.around().counted(bounds.crashes() == 0 ? 0 : 1, 0, 0)),
                        () -> name(index, color) + " crashes");
            }
            if (deployed.bad()) {
                sink.move(
                        world.with(index, part.with(color, deployed.withPods(0, false))),
                        () -> name(index, color) + " restarts");
            } else if (deployed.pods() < Math.min(deployed.replicas(), sight.room(color))) {
                sink.move(
                        world.with(index, part.with(color, deployed.withPods(deployed.pods() + 1, false))),
                        () -> name(index, color) + " has one more ready pod");
            }
        }
    }

    private void dataPlane(World world, int index, Sink sink) {
        Part part = world.parts().get(index);
        if (!sight.hasService(index) || part.selected().isEmpty()) {
            return;
        }
        Set<Color> reached = part.reached();
        if (!part.routed().equals(reached)) {
            Set<Color> more = EnumSet.noneOf(Color.class);
            more.addAll(part.routed());
            more.addAll(reached);
            if (!more.equals(part.routed()) && !more.equals(reached)) {
                sink.move(
                        world.with(index, part.withRouted(Set.copyOf(more))),
                        () -> "requests to " + name(index) + " reach " + more);
            }
            sink.move(
                    world.with(index, part.withRouted(Set.copyOf(reached))),
                    () -> "requests to " + name(index) + " reach " + reached);
        }
        if (part.both().isPresent() && !Effects.past(part.both())) {
            sink.move(
                    world.with(index, part.withService(part.selected(), Optional.of(Sight.PAST), part.serviceEpoch())),
                    () -> "whoever follows " + name(index) + " has both colours");
        }
    }

    private void autoscaler(World world, int index, Sink sink) {
        Part part = world.parts().get(index);
        Color color = part.scaled();
        int replicas = part.replicas(color);
        if (!bounds.autoscaling() || replicas == 0) {
            return;
        }
        World touched = Effects.dirty(world, Kind.SCALE, index, Optional.of(color));
        if (replicas < bounds.most() && part.freeze() != Freeze.BOTH) {
            sink.move(
                    touched.with(index, part.with(color, part.of(color).withReplicas(replicas + 1))),
                    () -> "the autoscaler sizes " + name(index, color) + " up");
        }
        if (replicas > 1 && part.freeze() == Freeze.NONE) {
            sink.move(
                    touched.with(index, part.with(color, part.of(color).withReplicas(replicas - 1))),
                    () -> "the autoscaler sizes " + name(index, color) + " down");
        }
    }

    private void tasks(World world, Sink sink) {
        Surroundings around = world.around();
        if (around.migration() == Outcome.State.RUNNING) {
            sink.move(world.with(migrated(around)), () -> "the migration succeeds");
            if (bounds.failing()) {
                sink.move(
                        world.with(around.withJob(around.job(), Outcome.State.FAILED, around.smoke())),
                        () -> "the migration fails");
            }
        }
        if (around.smoke() == Outcome.State.RUNNING) {
            sink.move(
                    world.with(around.withJob(around.job(), around.migration(), Outcome.State.SUCCEEDED)),
                    () -> "the smoke test succeeds");
            if (bounds.failing()) {
                sink.move(
                        world.with(around.withJob(around.job(), around.migration(), Outcome.State.FAILED)),
                        () -> "the smoke test fails");
            }
        }
        if (bounds.failing() && !around.metricsBad() && world.memory().phase() == Phase.Monitoring) {
            sink.move(world.with(around.withMetricsBad(true)), () -> "the metrics are bad");
        }
    }

    static Surroundings migrated(Surroundings around) {
        Set<String> schema = new HashSet<>(around.schema());
        around.job().ifPresent(id -> schema.add(id.substring(0, id.indexOf('#'))));
        return around.withSchema(Set.copyOf(schema)).withJob(around.job(), Outcome.State.SUCCEEDED, around.smoke());
    }

    private void clocks(World world, Sink sink) {
        RolloutMemory memory = world.memory();
        if (memory.heldSince().isPresent()) {
            return;
        }
        if (memory.due().isPresent() && !Effects.past(memory.due())) {
            sink.move(world.with(memory.changed().due(Optional.of(Sight.PAST)).done()), () -> "the moment comes");
        }
        if (bounds.timeouts() && memory.deadline().isPresent() && !Effects.past(memory.deadline())) {
            sink.move(
                    world.with(
                            memory.changed().deadline(Optional.of(Sight.PAST)).done()),
                    () -> "the deadline passes");
        }
    }

    static String text(RolloutStep step) {
        return step instanceof RolloutStep.Remember remember ? text(remember.next()) : step.toString();
    }

    static String text(RolloutMemory memory) {
        return "status %s, stable %s, target %s, epoch %d%s%s, deadline %s, due %s%s, sizes %s%s, failed %s"
                .formatted(
                        memory.phase(),
                        memory.stable()
                                .map(each -> each.hash() + "/" + each.color().label())
                                .orElse("none"),
                        memory.target().map(Target::id).orElse("none"),
                        memory.epoch(),
                        memory.draining() ? ", draining" : "",
                        memory.aside().map(each -> ", " + each).orElse(""),
                        clock(memory.deadline()),
                        clock(memory.due()),
                        memory.heldSince().isPresent() ? ", held" : "",
                        memory.sizes(),
                        memory.ending()
                                .map(each -> ", because " + each.reason())
                                .orElse(""),
                        memory.failed().stream().map(Failure::hash).toList());
    }

    private static String clock(Optional<Instant> moment) {
        return moment.isEmpty() ? "none" : Effects.past(moment) ? "past" : "set";
    }

    private static String name(int index) {
        return index == 0 ? "x" : "y";
    }

    static String name(int index, Color color) {
        return name(index) + "/" + color.label();
    }
}
