package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.World.Deployed;
import io.carestack.operator.rollout.plan.World.Late;
import io.carestack.operator.rollout.plan.World.Mark;
import io.carestack.operator.rollout.plan.World.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a step does to the world, and whether it may. */
final class Effects {
    private final Bounds bounds;
    private final Sight sight;

    Effects(Bounds bounds, Sight sight) {
        this.bounds = bounds;
        this.sight = sight;
    }

    /** @param violation what must never happen, and did */
    record Result(World world, Optional<String> violation) {
        static Result of(World world) {
            return new Result(world, Optional.empty());
        }
    }

    Result carryOut(World world, RolloutStep step, boolean late) {
        return switch (step) {
            case RolloutStep.Remember remember -> remember(world, remember.next());
            case RolloutStep.Select select ->
                select(world, Sight.part(select.component()), select.color(), select.both(), select.epoch(), late);
            case RolloutStep.Recreate recreate ->
                select(
                        world,
                        Sight.part(recreate.component()),
                        recreate.color(),
                        Optional.empty(),
                        recreate.epoch(),
                        late);
            case RolloutStep.Scale scale -> scale(world, scale, late);
            case RolloutStep.Autoscale autoscale -> autoscale(world, autoscale);
            case RolloutStep.Apply apply -> apply(world, apply);
            case RolloutStep.Fence fence -> fence(world, fence);
            case RolloutStep.Run run ->
                Result.of(world.with(
                        run.task() == Task.SMOKE
                                ? world.around()
                                        .withJob(
                                                Optional.of(run.target().id()),
                                                own(world, run) ? world.around().migration() : Outcome.State.MISSING,
                                                Outcome.State.RUNNING)
                                : world.around()
                                        .withJob(
                                                Optional.of(run.target().id()),
                                                Outcome.State.RUNNING,
                                                own(world, run) ? world.around().smoke() : Outcome.State.MISSING)));
            case RolloutStep.DeleteTasks delete ->
                Result.of(world.with(
                        world.around().withJob(Optional.empty(), Outcome.State.MISSING, Outcome.State.MISSING)));
            case RolloutStep.Wait wait -> Result.of(world);
            case RolloutStep.Rest rest -> Result.of(world);
        };
    }

    private static boolean own(World world, RolloutStep.Run run) {
        return world.around().job().equals(Optional.of(run.target().id()));
    }

    private Result remember(World world, RolloutMemory next) {
        RolloutMemory before = world.memory();
        Surroundings around = world.around().withMetricsBad(false);
        Optional<String> violation = Optional.empty();
        boolean begins = next.target().isPresent()
                && !next.target().map(Target::id).equals(before.target().map(Target::id))
                && next.phase() == Phase.Pending;
        Set<String> failed = around.failed();
        boolean oldRollback = around.oldRollback();
        if (begins) {
            String hash = next.target().get().hash();
            if (failed.contains(hash) && !next.target().get().restored()) {
                violation = Optional.of("I8 a revision that failed is tried again without a command");
            }
            if (next.target().get().restored()) {
                failed = new HashSet<>(failed);
                failed.remove(hash);
            }
            oldRollback = around.commands().rollbackTo().isPresent()
                    && around.commands().rollbackTo().equals(next.seen().rollbackTo())
                    && !next.target().get().restored();
        }
        boolean ends = next.phase() == Phase.Stable
                && (before.phase() == Phase.Aborting || before.phase() == Phase.RollingBack);
        if (ends && before.target().isPresent()) {
            failed = new HashSet<>(failed);
            failed.add(before.target().get().hash());
        }
        boolean killed = oldRollback
                && (next.phase() == Phase.Aborting || next.phase() == Phase.RollingBack)
                && next.ending()
                        .filter(each -> each.reason() == Failure.Reason.ROLLED_BACK)
                        .isPresent();
        if (killed) {
            violation = Optional.of("I17 an old command to roll back ends a later revision");
        }
        Optional<String> approved = begins || ends ? Optional.empty() : around.approved();
        return new Result(
                dirty(world, new RolloutStep.Remember(next, ""))
                        .with(around.knowing(approved, Set.copyOf(failed), oldRollback))
                        .with(next),
                violation);
    }

    private Result select(World world, int index, Color color, Optional<Instant> both, long epoch, boolean late) {
        Part part = world.parts().get(index);
        boolean bypassed = late && world.around().hands() > 0;
        Optional<String> violation = bypassed || part.reached().equals(reached(color, both))
                ? Optional.empty()
                : switched(world, index, color, late)
                        .or(() -> late ? Optional.empty() : hurried(world, index, color, both));
        Part next = marked(world, part.withService(Optional.of(color), both, epoch), epoch);
        return new Result(dirty(world, Kind.SELECTOR, index, Optional.empty()).with(index, next), violation);
    }

    private static Set<Color> reached(Color color, Optional<Instant> both) {
        return both.isPresent() ? Set.of(Color.values()) : Set.of(color);
    }

    /** What the way of moving requests asks for while the colour that is left could still answer. */
    private Optional<String> hurried(World world, int index, Color color, Optional<Instant> both) {
        Part part = world.parts().get(index);
        Color left = color.other();
        if (both.isPresent() || part.selected().isEmpty() || part.ready(left) == 0) {
            return Optional.empty();
        }
        boolean attached = part.both().isPresent() && (part.selected().get() == left || past(part.both()));
        if (bounds.traffic().overlaps() && !attached) {
            return Optional.of("I18 a colour is left before whoever follows the Service has the other one");
        }
        Phase phase = world.memory().phase();
        boolean healthy = world.parts().stream().allMatch(each -> each.ready(color) > 0 && each.ready(left) > 0);
        boolean around = world.outside().equals(Optional.of(new Aside(color, 100)));
        return bounds.traffic().routes()
                        && healthy
                        && world.around().hands() == 0
                        && (phase == Phase.Switching || phase == Phase.RollingBack)
                        && !around
                ? Optional.of("I19 a Service is switched under requests from outside")
                : Optional.empty();
    }

    private Optional<String> switched(World world, int index, Color color, boolean late) {
        Part part = world.parts().get(index);
        RolloutMemory memory = world.memory();
        Color fresh = world.fresh();
        Deployed to = part.of(color);
        if (to.replicas() == 0) {
            return Optional.of("I1 a selector is written to a colour at 0");
        }
        String revision = to.revision().orElse("");
        boolean forward = color == fresh;
        boolean planned = memory.phase() != Phase.RollingBack && memory.phase() != Phase.Degraded;
        if (part.selected().isPresent()) {
            Color from = color.other();
            boolean race = late && bounds.gentle() && bounds.crashing();
            boolean timed = memory.phase() == Phase.RollingBack && (past(memory.due()) || past(memory.deadline()));
            boolean otherBad = memory.phase() == Phase.RollingBack
                    && world.parts().stream().anyMatch(each -> each.of(fresh).bad());
            if (part.ready(from) > 0
                    && to.ready() < part.ready(from)
                    && !race
                    && !timed
                    && !otherBad
                    && (forward && memory.phase() == Phase.Switching || memory.phase() == Phase.RollingBack || late)) {
                return Optional.of(
                        forward
                                ? "I10 the new colour takes over with fewer ready pods"
                                : "I10b a healthy colour is rolled back to fewer ready pods");
            }
            if (late && to.ready() == 0 && part.ready(from) > 0 && !(bounds.gentle() && to.replicas() > 0)) {
                return Optional.of("I11 a late selector write takes requests off a ready colour");
            }
            if (forward && planned) {
                boolean approved =
                        world.around().approved().equals(memory.target().map(Target::id))
                                && memory.target().map(Target::hash).equals(to.revision());
                boolean needs = bounds.manual()
                        && memory.target().filter(Target::restored).isEmpty();
                if (needs && !approved || to.drifted()) {
                    return Optional.of("I3 a revision goes live that nobody approved in this attempt");
                }
                if (bounds.migrates() && !world.around().schema().contains(revision)) {
                    return Optional.of("I3b a revision goes live without its migration");
                }
            }
        }
        boolean failed = world.around().failed().contains(revision)
                && !memory.stable().map(Revision::hash).equals(Optional.of(revision));
        return failed && planned ? Optional.of("I8 a revision that failed goes live") : Optional.empty();
    }

    static boolean past(Optional<Instant> moment) {
        return moment.filter(each -> !Sight.NOW.isBefore(each)).isPresent();
    }

    private Result scale(World world, RolloutStep.Scale scale, boolean late) {
        int index = Sight.part(scale.component());
        Part part = world.parts().get(index);
        Deployed deployed = part.of(scale.color());
        if (deployed.revision().isEmpty()) {
            return Result.of(world);
        }
        Optional<String> violation = Optional.empty();
        // Hands between a decision and its write bypass every fence; what follows is repaired, which Calm asks for.
        boolean bypassed = late && world.around().hands() > 0;
        if (scale.replicas() < deployed.replicas() && !bypassed) {
            RolloutMemory memory = world.memory();
            boolean goes = memory.stable()
                            .filter(each -> !sight.has(index, each.hash()))
                            .isPresent()
                    || memory.target()
                            .filter(each -> !sight.has(index, each.hash()))
                            .isPresent();
            boolean selected = !goes
                    && (part.reached().contains(scale.color())
                            || world.outside()
                                    .filter(aside -> aside.color() == scale.color())
                                    .isPresent());
            if (sight.hasService(index) && selected) {
                violation = Optional.of("I2 a colour that a Service or a route sends requests to is sized down");
            } else if (!goes && part.routed().contains(scale.color()) && scale.replicas() == 0) {
                violation = Optional.of("I2b a colour that requests may still reach is sized to 0");
            } else if (!goes
                    && (part.selected().isPresent() || !sight.hasService(index))
                    && part.ready(part.selected().orElse(scale.color().other())) == 0
                    && deployed.ready() > 0
                    && !(late && bounds.gentle())) {
                violation = Optional.of("I12 the only ready colour is sized down");
            }
        }
        Deployed next = deployed.withReplicas(Math.min(bounds.most(), scale.replicas()));
        return new Result(
                dirty(world, Kind.SCALE, index, Optional.of(scale.color())).with(index, part.with(scale.color(), next)),
                violation);
    }

    private Result autoscale(World world, RolloutStep.Autoscale step) {
        int index = Sight.part(step.component());
        Part next = world.parts().get(index).withAutoscaler(step.target(), step.freeze());
        return Result.of(dirty(world, Kind.AUTOSCALER, index, Optional.empty()).with(index, next));
    }

    private Result apply(World world, RolloutStep.Apply step) {
        int index = Sight.part(step.component());
        Part part = world.parts().get(index);
        Deployed deployed = part.of(step.color());
        boolean live = sight.hasService(index)
                && (part.reached().contains(step.color())
                        || world.outside()
                                .filter(aside -> aside.color() == step.color())
                                .isPresent());
        Optional<String> violation = Optional.empty();
        if (live
                && deployed.revision()
                        .filter(each -> !each.equals(step.revision()))
                        .isPresent()) {
            violation = Optional.of("I13 the template of the live colour is overwritten");
        } else if (live && deployed.replicas() > step.replicas()) {
            violation = Optional.of("I2 a colour that a Service selects is sized down");
        }
        boolean same = deployed.revision().equals(Optional.of(step.revision()))
                && !deployed.drifted()
                && deployed.replicas() > 0;
        Deployed next = new Deployed(
                Optional.of(step.revision()),
                false,
                Math.min(bounds.most(), step.replicas()),
                same ? deployed.pods() : 0,
                same && deployed.bad(),
                deployed.epoch());
        return new Result(
                dirty(world, Kind.SCALE, index, Optional.of(step.color()))
                        .with(
                                index,
                                marked(
                                        world,
                                        part.with(step.color(), next),
                                        world.memory().epoch())),
                violation);
    }

    private Result fence(World world, RolloutStep.Fence step) {
        int index = Sight.part(step.component());
        Part part = world.parts().get(index);
        if (part.of(step.color()).revision().isEmpty()) {
            return Result.of(world);
        }
        Part next = part.with(step.color(), part.of(step.color()).withEpoch(step.epoch()));
        return Result.of(dirty(world, Kind.SCALE, index, Optional.of(step.color()))
                .with(index, marked(world, next, step.epoch())));
    }

    private Part marked(World world, Part part, long epoch) {
        RolloutMemory memory = world.memory();
        return bounds.loses() && memory.stable().isPresent()
                ? part.withMark(new Mark(epoch, memory.stable().get(), memory.target(), memory.attempts()))
                : part;
    }

    /** Writes that were decided before and not carried out yet are decided on another version now. */
    static World dirty(World world, RolloutStep step) {
        return switch (step) {
            case RolloutStep.Remember remember -> dirty(world, Kind.STATUS, 0, Optional.empty());
            case RolloutStep.Select select ->
                dirty(world, Kind.SELECTOR, Sight.part(select.component()), Optional.empty());
            case RolloutStep.Recreate recreate ->
                dirty(world, Kind.SELECTOR, Sight.part(recreate.component()), Optional.empty());
            case RolloutStep.Scale scale ->
                dirty(world, Kind.SCALE, Sight.part(scale.component()), Optional.of(scale.color()));
            case RolloutStep.Apply apply ->
                dirty(world, Kind.SCALE, Sight.part(apply.component()), Optional.of(apply.color()));
            case RolloutStep.Fence fence ->
                dirty(world, Kind.SCALE, Sight.part(fence.component()), Optional.of(fence.color()));
            case RolloutStep.Autoscale autoscale ->
                dirty(world, Kind.AUTOSCALER, Sight.part(autoscale.component()), Optional.empty());
            case RolloutStep.Run run -> world;
            case RolloutStep.DeleteTasks delete -> world;
            case RolloutStep.Wait wait -> world;
            case RolloutStep.Rest rest -> world;
        };
    }

    static World dirty(World world, Kind object, int index, Optional<Color> color) {
        if (world.late().isEmpty()) {
            return world;
        }
        List<Late> next = new ArrayList<>();
        for (Late late : world.late()) {
            next.add(touches(late.step(), object, index, color) ? new Late(late.step(), true) : late);
        }
        return world.with(next);
    }

    private static boolean touches(RolloutStep step, Kind object, int index, Optional<Color> color) {
        return switch (step) {
            case RolloutStep.Remember remember -> object == Kind.STATUS;
            case RolloutStep.Select select -> object == Kind.SELECTOR && Sight.part(select.component()) == index;
            case RolloutStep.Recreate recreate -> object == Kind.SELECTOR && Sight.part(recreate.component()) == index;
            case RolloutStep.Autoscale autoscale ->
                object == Kind.AUTOSCALER && Sight.part(autoscale.component()) == index;
            case RolloutStep.Scale scale -> deployment(scale.component(), scale.color(), object, index, color);
            case RolloutStep.Apply apply -> deployment(apply.component(), apply.color(), object, index, color);
            case RolloutStep.Fence fence -> deployment(fence.component(), fence.color(), object, index, color);
            case RolloutStep.Run run -> false;
            case RolloutStep.DeleteTasks delete -> false;
            case RolloutStep.Wait wait -> false;
            case RolloutStep.Rest rest -> false;
        };
    }

    private static boolean deployment(String component, Color of, Kind object, int index, Optional<Color> color) {
        return object == Kind.SCALE && Sight.part(component) == index && color.equals(Optional.of(of));
    }
}
