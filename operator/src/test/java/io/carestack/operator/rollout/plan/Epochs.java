package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.World.Late;
import io.carestack.operator.rollout.plan.World.Mark;
import io.carestack.operator.rollout.plan.World.Part;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Numbers epochs anew in their order, so that worlds which differ in nothing else are one; an epoch that nobody can compare any more is 0. */
final class Epochs {
    private final SortedSet<Long> compared = new TreeSet<>();

    private Epochs(World world, boolean marks) {
        compared.add(world.memory().epoch());
        world.snapshot().ifPresent(old -> compared.add(old.epoch()));
        for (Late late : world.late()) {
            of(late.step()).ifPresent(compared::add);
        }
        if (marks) {
            for (Part part : world.parts()) {
                part.mark().ifPresent(mark -> compared.add(mark.epoch()));
            }
        }
    }

    static World renumbered(World world, boolean marks) {
        return new Epochs(world, marks).apply(world);
    }

    private static Optional<Long> of(RolloutStep step) {
        return switch (step) {
            case RolloutStep.Remember remember -> Optional.of(remember.next().epoch());
            case RolloutStep.Select select -> Optional.of(select.epoch());
            case RolloutStep.Recreate recreate -> Optional.of(recreate.epoch());
            case RolloutStep.Fence fence -> Optional.of(fence.epoch());
            case RolloutStep.Scale scale -> Optional.empty();
            case RolloutStep.Autoscale autoscale -> Optional.empty();
            case RolloutStep.Apply apply -> Optional.empty();
            case RolloutStep.Run run -> Optional.empty();
            case RolloutStep.DeleteTasks delete -> Optional.empty();
            case RolloutStep.Wait wait -> Optional.empty();
            case RolloutStep.Rest rest -> Optional.empty();
        };
    }

    private long number(long epoch) {
        return compared.contains(epoch) ? 1 + compared.headSet(epoch).size() : 0;
    }

    private RolloutMemory number(RolloutMemory memory) {
        long next = number(memory.epoch());
        return next == memory.epoch() ? memory : memory.changed().epoch(next).done();
    }

    private RolloutStep number(RolloutStep step) {
        return switch (step) {
            case RolloutStep.Remember remember -> new RolloutStep.Remember(number(remember.next()), remember.reason());
            case RolloutStep.Select select ->
                new RolloutStep.Select(select.component(), select.color(), select.both(), number(select.epoch()), "");
            case RolloutStep.Recreate recreate ->
                new RolloutStep.Recreate(recreate.component(), recreate.color(), number(recreate.epoch()));
            case RolloutStep.Fence fence ->
                new RolloutStep.Fence(fence.component(), fence.color(), number(fence.epoch()));
            case RolloutStep other -> other;
        };
    }

    private Part number(Part part) {
        Part next = part.withService(part.selected(), part.both(), number(part.serviceEpoch()));
        for (Color color : Color.values()) {
            next = next.with(
                    color, next.of(color).withEpoch(number(next.of(color).epoch())));
        }
        return next.mark().isEmpty()
                ? next
                : next.withMark(new Mark(
                        number(next.mark().get().epoch()),
                        next.mark().get().stable(),
                        next.mark().get().target(),
                        next.mark().get().attempts()));
    }

    private World apply(World world) {
        if (compared.size() == 1
                && world.memory().epoch() == 1
                && world.parts().stream().allMatch(Epochs::plain)) {
            return world;
        }
        List<Part> parts = world.parts().stream().map(this::number).toList();
        List<Late> late = world.late().stream()
                .map(each -> new Late(number(each.step()), each.dirty()))
                .toList();
        return new World(
                number(world.memory()),
                world.outside(),
                world.snapshot().map(this::number),
                world.caughtUp(),
                parts,
                world.around(),
                late);
    }

    private static boolean plain(Part part) {
        return part.serviceEpoch() <= 1
                && part.blue().epoch() <= 1
                && part.green().epoch() <= 1
                && part.mark().isEmpty();
    }
}
