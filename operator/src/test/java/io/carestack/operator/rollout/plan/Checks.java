package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.World.Part;
import java.util.Optional;
import java.util.Set;

/** What must be so in every state. */
final class Checks {
    private final Bounds bounds;
    private final Sight sight;

    Checks(Bounds bounds, Sight sight) {
        this.bounds = bounds;
        this.sight = sight;
    }

    Optional<String> broken(World world) {
        return schema(world)
                .or(() -> heldFrozen(world))
                .or(() -> world.around().hands() > 0 ? Optional.empty() : served(world));
    }

    private Optional<String> served(World world) {
        RolloutMemory memory = world.memory();
        Color old = world.old();
        Color fresh = world.fresh();
        for (int index = 0; index < world.parts().size(); index++) {
            if (!both(world, index)) {
                continue;
            }
            Part part = world.parts().get(index);
            if (part.both().isEmpty()
                    && part.selected()
                            .filter(color -> part.replicas(color) == 0)
                            .isPresent()) {
                return Optional.of("I1 a live Service selects a colour at 0");
            }
            if (part.routed().stream().anyMatch(color -> part.replicas(color) == 0)) {
                return Optional.of("I2c requests may reach a colour at 0");
            }
            if (world.outside()
                    .filter(aside -> part.replicas(aside.color()) == 0)
                    .isPresent()) {
                return Optional.of("I2d a route sends requests to a colour at 0");
            }
            int size = memory.size(index == 0 ? "x" : "y");
            boolean watched = memory.phase() == Phase.Monitoring || memory.phase() == Phase.Switching;
            if (watched
                    && part.selected().equals(Optional.of(fresh))
                    && part.routed().equals(Set.of(fresh))
                    && part.replicas(fresh) < size) {
                return Optional.of("I15 the new colour serves in a smaller size than the old one had");
            }
            if (memory.phase() == Phase.Stable
                    && memory.stable().isPresent()
                    && !part.reached().equals(Set.of(old))) {
                return Optional.of("I5 stable, and a Service selects the other colour");
            }
            if (!bounds.rules().contains(Rule.STABLE_REPAIRED)
                    && memory.phase() == Phase.Stable
                    && (part.scaled() != old || part.freeze() != Freeze.NONE)) {
                return Optional.of("I6 stable, and the autoscaler is on the other colour or frozen");
            }
        }
        return Optional.empty();
    }

    /** Whether a component has a Service and is in every revision that matters now. */
    boolean both(World world, int index) {
        RolloutMemory memory = world.memory();
        return sight.hasService(index)
                && memory.stable()
                        .filter(each -> !sight.has(index, each.hash()))
                        .isEmpty()
                && memory.target()
                        .filter(each -> !sight.has(index, each.hash()))
                        .isEmpty();
    }

    private Optional<String> schema(World world) {
        if (!bounds.migrates() || world.memory().stable().isEmpty()) {
            return Optional.empty();
        }
        Part first = world.parts().getFirst();
        Optional<String> live =
                first.selected().flatMap(color -> first.of(color).revision());
        long unshipped = world.around().schema().stream()
                .filter(hash -> !hash.equals("H1"))
                .filter(hash -> !live.equals(Optional.of(hash)))
                .filter(hash -> !world.memory().stable().get().hash().equals(hash))
                .count();
        return unshipped >= 2 && live.equals(Optional.of("H1"))
                ? Optional.of("I7 what serves faces two migrations of revisions that never became stable")
                : Optional.empty();
    }

    private Optional<String> heldFrozen(World world) {
        boolean held = world.around().paused() || !world.around().database();
        if (!held
                || world.memory().phase() != Phase.Switching
                || world.parts().stream().anyMatch(each -> each.selected().equals(Optional.of(world.fresh())))
                || world.parts().stream().allMatch(each -> each.freeze() == Freeze.NONE)) {
            return Optional.empty();
        }
        return Kind.of(sight.plan(world, world.memory())) == Kind.NONE
                ? Optional.of("I16 held before the switch with the autoscaler frozen")
                : Optional.empty();
    }

    /** Whether requests go to nothing although the other colour could answer, where the protocol shall mend that. */
    boolean outage(World world) {
        RolloutMemory memory = world.memory();
        Color old = world.old();
        boolean mixed = world.parts().size() == 2
                && both(world, 1)
                && !world.parts().get(0).selected().equals(world.parts().get(1).selected());
        if (memory.phase().prepares() && !mixed) {
            return false;
        }
        boolean away = world.outside().isPresent();
        for (int index = 0; index < world.parts().size(); index++) {
            away |= both(world, index) && !world.parts().get(index).selected().equals(Optional.of(old));
        }
        boolean early = memory.phase() == Phase.Switching || memory.phase() == Phase.Aborting;
        if (early && !away && world.around().hands() == 0) {
            return false;
        }
        for (int index = 0; index < world.parts().size(); index++) {
            Part part = world.parts().get(index);
            if (!both(world, index)) {
                continue;
            }
            if (world.outside()
                    .filter(aside -> part.ready(aside.color()) == 0
                            && part.ready(aside.color().other()) > 0)
                    .isPresent()) {
                return true;
            }
            if (part.both().isPresent()) {
                continue;
            }
            if (part.selected().isEmpty()) {
                if (part.ready(Color.BLUE) + part.ready(Color.GREEN) > 0) {
                    return true;
                }
                continue;
            }
            Color color = part.selected().get();
            boolean waits = memory.phase() == Phase.Stable && color == old;
            if (!waits && part.ready(color) == 0 && part.ready(color.other()) > 0) {
                return true;
            }
        }
        return false;
    }
}
