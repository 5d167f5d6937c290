package io.carestack.operator.postgres.model;

import io.carestack.operator.postgres.model.Settling.Stuck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Breadth first, so that what is found is as short as it can be. */
final class Search {
    private final Scenario scenario;
    private final Model model;
    private final Settling settling;
    private final Visited visited;
    private final World start;
    private Optional<String> broken = Optional.empty();
    private int states;
    private int breaking;
    private Optional<World> end = Optional.empty();

    private Search(Scenario scenario) {
        this.scenario = scenario;
        model = new Model(scenario);
        settling = new Settling(model);
        start = model.initial();
        visited = new Visited(start);
    }

    /**
     * What a search found.
     *
     * @param complete every state within the bounds was seen
     * @param violation what is broken; empty when nothing is
     * @param trace how it comes about
     */
    record Result(
            Scenario scenario,
            int states,
            boolean complete,
            Optional<String> violation,
            List<String> trace,
            Duration time) {

        /** One line of the table of runs. */
        String line() {
            return "%-58s %10d %s  %s (%d s)  [%s]"
                    .formatted(
                            scenario.name(),
                            states,
                            violation.isPresent()
                                    ? "violated"
                                    : complete ? "complete" : "BOUNDED at " + states + " states",
                            violation
                                    .map(each -> each + " in " + trace.size() + " moves")
                                    .orElse("nothing broken"),
                            time.toSeconds(),
                            scenario.limits());
        }

        String report() {
            StringBuilder text = new StringBuilder(line()).append('\n');
            for (int index = 0; index < trace.size(); index++) {
                text.append("  %2d %s%n".formatted(index + 1, trace.get(index)));
            }
            return text.toString();
        }
    }

    static Result of(Scenario scenario) {
        return new Search(scenario).run();
    }

    private Result run() {
        Instant begin = Instant.now();
        visited.add(start, -1);
        if (scenario.settles()) {
            settles(start, 0);
        }
        int next = 0;
        while (next < visited.size() && visited.size() < scenario.states() && broken.isEmpty()) {
            int parent = next++;
            model.successors(visited.get(parent), (world, text, violation) -> {
                if (broken.isPresent()) {
                    return;
                }
                if (violation.isPresent()) {
                    broken = violation;
                    breaking = parent;
                    end = Optional.of(world);
                    return;
                }
                int number = visited.add(world, parent);
                if (number >= 0 && scenario.settles()) {
                    settles(world, number);
                }
            });
        }
        states = visited.size();
        boolean complete = broken.isEmpty() && next == visited.size();
        List<String> trace = broken.isPresent() ? trace() : List.of();
        return new Result(scenario, states, complete, broken, trace, Duration.between(begin, Instant.now()));
    }

    private void settles(World world, int number) {
        Optional<Stuck> stuck = settling.stuck(world);
        if (stuck.isPresent()) {
            broken = Optional.of(stuck.get().why());
            breaking = number;
            end = Optional.empty();
            last = Optional.of(stuck.get().world());
        }
    }

    private Optional<World> last = Optional.empty();

    private List<String> trace() {
        List<Integer> path = new ArrayList<>();
        for (int state = breaking; state >= 0; state = visited.parent(state)) {
            path.add(state);
        }
        Collections.reverse(path);
        List<String> lines = new ArrayList<>();
        for (int index = 1; index < path.size(); index++) {
            lines.add(step(visited.get(path.get(index - 1)), visited.get(path.get(index)), false));
        }
        end.ifPresent(world -> lines.add(step(visited.get(breaking), world, true) + "\n     " + world.text()));
        if (end.isEmpty()) {
            World found = visited.get(breaking);
            lines.add("(all faults end here)\n     " + found.text());
            last.ifPresent(world -> lines.add("where it stays:\n     " + world.text()));
        }
        return lines;
    }

    private String step(World from, World to, boolean exactly) {
        List<String> found = new ArrayList<>();
        Visited compare = new Visited(to);
        compare.add(to, -1);
        model.successors(from, (world, text, violation) -> {
            if (found.isEmpty() && (exactly ? world.equals(to) : compare.add(world, -1) < 0)) {
                found.add(text.get());
            }
        });
        return found.isEmpty() ? "?" : found.getFirst();
    }
}
