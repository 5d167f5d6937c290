package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.World.Deployed;
import io.carestack.operator.rollout.plan.World.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Breadth first, so that what is found is as short as it can be. */
final class RolloutSearch {
    private final Bounds bounds;
    private final Sight sight;
    private final Moves moves;
    private final Checks checks;
    private final Calm calm;
    private final Visited visited;
    private Optional<String> broken = Optional.empty();
    private Optional<World> end = Optional.empty();
    private int breaking;
    private int released;

    private RolloutSearch(Bounds bounds) {
        this.bounds = bounds;
        sight = new Sight(bounds);
        Effects effects = new Effects(bounds, sight);
        moves = new Moves(bounds, sight, effects);
        checks = new Checks(bounds, sight);
        calm = new Calm(sight, effects, checks);
        visited = new Visited(bounds.components());
    }

    /**
     * What a search found.
     *
     * @param complete every state within the bounds was seen
     * @param released states in which the new revision had become stable
     */
    record Result(
            Bounds bounds,
            int states,
            boolean complete,
            int released,
            Optional<String> violation,
            List<String> trace,
            Duration time) {

        String line() {
            return "%-40s %9d %s  %s, %d released (%d s)  [%s]"
                    .formatted(
                            bounds.name(),
                            states,
                            violation.isPresent() ? "violated" : complete ? "complete" : "BOUNDED",
                            violation
                                    .map(each -> each + " in " + trace.size() + " moves")
                                    .orElse("nothing broken"),
                            released,
                            time.toSeconds(),
                            bounds.limits());
        }

        String report() {
            StringBuilder text = new StringBuilder(line()).append('\n');
            for (int index = 0; index < trace.size(); index++) {
                text.append("  %2d %s%n".formatted(index + 1, trace.get(index)));
            }
            return text.toString();
        }
    }

    static Result of(Bounds bounds) {
        return new RolloutSearch(bounds).run();
    }

    private World first() {
        Deployed blue = new Deployed(Optional.of("H1"), false, bounds.replicas(), bounds.replicas(), false, 0);
        Part part = new Part(
                Optional.of(Color.BLUE),
                Optional.empty(),
                0,
                Set.of(Color.BLUE),
                Color.BLUE,
                Freeze.NONE,
                blue,
                Deployed.NONE,
                Optional.empty());
        RolloutMemory memory = RolloutMemory.NOTHING
                .changed()
                .stable(new Revision("H1", Color.BLUE))
                .done();
        World world = new World(
                memory,
                Optional.empty(),
                Optional.empty(),
                !bounds.stale(),
                IntStream.range(0, bounds.components())
                        .mapToObj(index -> !sight.has(index, "H1")
                                ? new Part(
                                        Optional.empty(),
                                        Optional.empty(),
                                        0,
                                        Set.of(),
                                        Color.GREEN,
                                        Freeze.NONE,
                                        Deployed.NONE,
                                        Deployed.NONE,
                                        Optional.empty())
                                : sight.hasService(index)
                                        ? part
                                        : part.withService(Optional.empty(), Optional.empty(), 0)
                                                .withRouted(Set.of()))
                        .toList(),
                Surroundings.first("H1"),
                List.of());
        return Epochs.renumbered(world, bounds.loses());
    }

    private Result run() {
        Instant begin = Instant.now();
        visited.add(first(), -1);
        int next = 0;
        while (next < visited.size() && visited.size() < bounds.states() && broken.isEmpty()) {
            int number = next++;
            World world = visited.get(number);
            Optional<String> wrong = checks.broken(world).or(() -> calm.stuck(world));
            if (wrong.isPresent()) {
                broken = wrong;
                breaking = number;
                break;
            }
            boolean released = world.memory()
                    .stable()
                    .filter(each -> !each.hash().equals("H1"))
                    .isPresent();
            this.released += released ? 1 : 0;
            moves.from(world, (then, text, violation) -> {
                if (broken.isPresent()) {
                    return;
                }
                if (violation.isPresent()) {
                    broken = violation;
                    breaking = number;
                    end = Optional.of(then);
                    return;
                }
                visited.add(Epochs.renumbered(then, bounds.loses()), number);
            });
        }
        boolean complete = broken.isEmpty() && next == visited.size();
        if (complete && released == 0) {
            broken = Optional.of("SUCCESS no revision is ever released");
            breaking = visited.size() - 1;
        }
        return new Result(
                bounds,
                visited.size(),
                complete,
                released,
                broken,
                broken.isPresent() ? trace() : List.of(),
                Duration.between(begin, Instant.now()));
    }

    private List<String> trace() {
        List<Integer> path = new ArrayList<>();
        for (int state = breaking; state >= 0; state = visited.parent(state)) {
            path.add(state);
        }
        Collections.reverse(path);
        List<String> lines = new ArrayList<>();
        for (int index = 1; index < path.size(); index++) {
            lines.add(move(visited.get(path.get(index - 1)), visited.get(path.get(index)), true));
        }
        World last = visited.get(breaking);
        lines.add(end.map(world -> move(last, world, false)).orElse("(all faults end here)") + "\n     "
                + end.orElse(last).text());
        return lines;
    }

    private String move(World from, World to, boolean renumbered) {
        List<String> found = new ArrayList<>();
        moves.from(from, (then, text, violation) -> {
            World same = renumbered ? Epochs.renumbered(then, bounds.loses()) : then;
            if (found.isEmpty() && same.equals(to)) {
                found.add(text.get());
            }
        });
        return found.isEmpty() ? "?" : found.getFirst();
    }
}
