package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.World.Deployed;
import io.carestack.operator.rollout.plan.World.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Whether things come right by themselves: what happens when no fault happens any more. */
final class Calm {
    private static final int SOON = 40;
    private static final int LONG = 400;
    private static final int REMEMBERED = 100_000;

    private final Sight sight;
    private final Effects effects;
    private final Checks checks;
    private final Set<World> healed = new HashSet<>();
    private final Set<World> persisting = new HashSet<>();

    Calm(Sight sight, Effects effects, Checks checks) {
        this.sight = sight;
        this.effects = effects;
        this.checks = checks;
    }

    /** What does not come right; empty when all does. */
    Optional<String> stuck(World world) {
        World quiet = world.with(List.of()).withSnapshot(Optional.empty(), true);
        String phase = world.memory().phase().name();
        if (checks.outage(quiet) && !served(quiet)) {
            return Optional.of("I4 a Service has nothing ready while the other colour is ready: " + phase);
        }
        if (heldApart(quiet)) {
            return Optional.of("I14 components are held on different colours while all pods are healthy: " + phase);
        }
        if (early(quiet) && !endsEarly(quiet)) {
            return Optional.of("I3c a revision serves before it was verified: " + phase);
        }
        Optional<String> heals = rests(quiet, true).map(why -> why + " though all heals: " + phase);
        return heals.isPresent() || hopeless(quiet)
                ? heals
                : rests(quiet, false).map(why -> why + " while what is bad stays bad: " + phase);
    }

    private boolean served(World world) {
        World now = world;
        for (int count = 0; count < SOON; count++) {
            if (!checks.outage(now)) {
                return true;
            }
            World next = step(now);
            if (next == now) {
                next = benign(now, false, true);
                if (next.equals(now)) {
                    return !checks.outage(now);
                }
            }
            now = next;
        }
        return !checks.outage(now);
    }

    private boolean early(World world) {
        return world.memory().phase().prepares()
                && IntStream.range(0, world.parts().size())
                        .filter(index -> checks.both(world, index))
                        .anyMatch(index -> world.parts().get(index).selected().equals(Optional.of(world.fresh())));
    }

    /** The operator turns back at once, and not when something else happens. */
    private boolean endsEarly(World world) {
        World now = world;
        for (int count = 0; count < SOON && early(now); count++) {
            World next = step(now);
            if (next == now) {
                return false;
            }
            now = next;
        }
        return !early(now);
    }

    private boolean heldApart(World world) {
        if (world.parts().size() < 2 || !checks.both(world, 1) || world.around().hands() > 0) {
            return false;
        }
        World now = world;
        for (int count = 0; count < SOON; count++) {
            boolean together =
                    now.parts().get(0).selected().equals(now.parts().get(1).selected());
            boolean healthy = world.parts().stream().noneMatch(each -> sick(each.blue()) || sick(each.green()));
            if (together || !healthy) {
                return false;
            }
            World next = step(now);
            if (next == now) {
                next = benign(now, false, true);
                if (next.equals(now)) {
                    return true;
                }
            }
            now = next;
        }
        return true;
    }

    private static boolean sick(Deployed deployed) {
        return deployed.bad() || deployed.replicas() == 0;
    }

    /** Where both colours stay bad, or held, nobody is asked to find a way. */
    private boolean hopeless(World world) {
        boolean blue = world.parts().stream().anyMatch(each -> each.blue().bad());
        boolean green = world.parts().stream().anyMatch(each -> each.green().bad());
        boolean only = world.parts().stream()
                .anyMatch(each -> each.selected()
                        .filter(color -> each.of(color).bad() && each.replicas(color.other()) == 0)
                        .isPresent());
        return blue && green
                || only
                || world.around().paused()
                || !world.around().database();
    }

    private Optional<String> rests(World world, boolean heal) {
        Set<World> known = heal ? healed : persisting;
        if (known.size() > REMEMBERED) {
            known.clear();
        }
        Set<World> chain = new HashSet<>();
        World now = world;
        for (int count = 0; count < LONG; count++) {
            if (known.contains(now)) {
                known.addAll(chain);
                return Optional.empty();
            }
            chain.add(now);
            World next = step(now);
            if (next == now) {
                Phase phase = now.memory().phase();
                boolean end = phase == Phase.Stable || phase == Phase.Degraded;
                next = benign(now, heal, false);
                if (next.equals(now)) {
                    if (end && !checks.outage(now) || allowed(now)) {
                        known.addAll(chain);
                        return Optional.empty();
                    }
                    next = benign(now, heal, true);
                    if (next.equals(now)) {
                        return end && !heal ? Optional.empty() : Optional.of("STUCK");
                    }
                }
            }
            now = next;
        }
        return Optional.of("LIVELOCK");
    }

    /** A person has to declare what a migration is compatible with. */
    private boolean allowed(World world) {
        return sight.plan(world, world.memory()) instanceof RolloutStep.Wait wait
                && wait.reason().equals("SchemaAhead");
    }

    /** The very same world when the operator has nothing to do. */
    private World step(World world) {
        RolloutStep step = sight.plan(world, world.memory());
        return Kind.of(step) == Kind.NONE
                ? world
                : effects.carryOut(world, step, false).world();
    }

    private World benign(World world, boolean heal, boolean clocks) {
        World now = world;
        for (int index = 0; index < world.parts().size(); index++) {
            Part part = now.parts().get(index);
            for (Color color : Color.values()) {
                Deployed deployed = part.of(color);
                boolean bad = deployed.bad() && !heal;
                part = part.with(
                        color, deployed.withPods(bad ? 0 : Math.min(deployed.replicas(), sight.room(color)), bad));
            }
            if (sight.hasService(index) && part.selected().isPresent()) {
                part = part.withRouted(Set.copyOf(part.reached()));
            }
            now = now.with(index, part);
        }
        now = now.with(now.memory().aside());
        if (heal) {
            now = now.with(now.around().withDatabase(true).withPaused(false).withMetricsBad(false));
        }
        return clocks && now.equals(world) ? clock(now) : now;
    }

    private static World clock(World world) {
        Surroundings around = world.around();
        if (around.migration() == Outcome.State.RUNNING) {
            return world.with(Moves.migrated(around));
        }
        if (around.smoke() == Outcome.State.RUNNING) {
            return world.with(around.withJob(around.job(), around.migration(), Outcome.State.SUCCEEDED));
        }
        for (int index = 0; index < world.parts().size(); index++) {
            Part part = world.parts().get(index);
            if (part.both().isPresent() && !Effects.past(part.both())) {
                return world.with(
                        index, part.withService(part.selected(), Optional.of(Sight.PAST), part.serviceEpoch()));
            }
        }
        RolloutMemory memory = world.memory();
        if (memory.heldSince().isPresent()) {
            return world;
        }
        if (memory.due().isPresent() && !Effects.past(memory.due())) {
            return world.with(memory.changed().due(Optional.of(Sight.PAST)).done());
        }
        if (memory.deadline().isPresent() && !Effects.past(memory.deadline())) {
            return world.with(memory.changed().deadline(Optional.of(Sight.PAST)).done());
        }
        return world;
    }
}
