package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What the planner is shown of a world, and what it answers. */
final class Sight {
    /** The clock never moves: a moment that passes is put into the past instead. */
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    static final Instant PAST = NOW.minusSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Wanted.Times TIMES = new Wanted.Times(LONG, LONG, LONG, LONG, LONG, LONG, LONG);
    /** Ways to move requests other than by one write of each selector. */
    static final Traffic OVERLAP = new Traffic(LONG, List.of(), Duration.ZERO);

    static final Traffic ROUTE = new Traffic(Duration.ZERO, List.of(50, 100), LONG);
    private static final Set<String> KNOWN = Set.of("H1", "H2", "H3");
    private static final List<String> NAMES = List.of("x", "y");

    private final Bounds bounds;

    Sight(Bounds bounds) {
        this.bounds = bounds;
    }

    RolloutStep plan(World world, RolloutMemory memory) {
        return RolloutPlanner.plan(observe(world, memory), memory, NOW, bounds.rules());
    }

    static int part(String component) {
        return NAMES.indexOf(component);
    }

    boolean hasService(int part) {
        return part < bounds.components() - bounds.workers();
    }

    /** How many pods of a colour can run. */
    int room(Color color) {
        return bounds.starving() && color == Color.GREEN ? 1 : bounds.most();
    }

    private RolloutObservation observe(World world, RolloutMemory memory) {
        Surroundings around = world.around();
        Color fresh = memory.stable().map(Revision::color).orElse(Color.BLUE).other();
        return new RolloutObservation(
                new Wanted(
                        around.spec(),
                        around.commands(),
                        around.paused(),
                        bounds.manual(),
                        bounds.migrates(),
                        Set.of(),
                        Metrics.Unavailable.POD_HEALTH_ONLY,
                        TIMES,
                        bounds.traffic(),
                        2),
                new Gates(Gate.OPEN, around.database() ? Gate.OPEN : Gate.closed("fails over"), Gate.OPEN),
                health(world, memory, fresh),
                new Metrics(around.metricsBad() ? Metrics.Verdict.BAD : Metrics.Verdict.GOOD, "", Samples.NONE),
                tasks(around, memory),
                around.job().isPresent() && around.job().equals(memory.target().map(Target::id)),
                around.job().isPresent() && !around.job().equals(memory.target().map(Target::id)),
                KNOWN,
                bounds.loses() ? marks(world) : Optional.empty(),
                world.outside().equals(memory.aside()),
                IntStream.range(0, world.parts().size())
                        .mapToObj(index -> component(index, world.parts().get(index), colors(index, memory)))
                        .toList());
    }

    private Map<Task, Outcome> tasks(Surroundings around, RolloutMemory memory) {
        boolean own = around.job().equals(memory.target().map(Target::id));
        Map<Task, Outcome> tasks = new EnumMap<>(Task.class);
        if (bounds.migrates()) {
            tasks.put(Task.MIGRATION, new Outcome(own ? around.migration() : Outcome.State.MISSING, ""));
        }
        tasks.put(Task.SMOKE, new Outcome(own ? around.smoke() : Outcome.State.MISSING, ""));
        return tasks;
    }

    private Health health(World world, RolloutMemory memory, Color fresh) {
        boolean bad = world.parts().stream().anyMatch(each -> each.of(fresh).bad());
        boolean full = IntStream.range(0, world.parts().size())
                .filter(index -> memory.target()
                        .filter(target -> !has(index, target.hash()))
                        .isEmpty())
                .mapToObj(index -> world.parts().get(index))
                .allMatch(each -> each.of(fresh).replicas() > 0
                        && each.ready(fresh) >= each.of(fresh).replicas());
        return new Health(
                bad ? Health.Verdict.FAILED : full ? Health.Verdict.HEALTHY : Health.Verdict.WAITING, "", Probes.NONE);
    }

    private static Optional<Marks> marks(World world) {
        List<World.Mark> marks = new ArrayList<>();
        world.parts().forEach(each -> each.mark().ifPresent(marks::add));
        return marks.stream()
                .max(Comparator.comparingLong(World.Mark::epoch)
                        .thenComparing(each -> each.target().isPresent()))
                .map(each -> new Marks(each.stable(), each.target(), each.epoch(), each.attempts()));
    }

    /** The second component may be new in the second revision, or gone from it. */
    boolean has(int index, String hash) {
        boolean first = hash.equals("H1");
        return index == 0 || !(bounds.added() && first) && !(bounds.removed() && !first);
    }

    private Set<Color> colors(int index, RolloutMemory memory) {
        Set<Color> colors = EnumSet.noneOf(Color.class);
        memory.stable().filter(stable -> has(index, stable.hash())).ifPresent(stable -> colors.add(stable.color()));
        memory.target()
                .filter(target -> has(index, target.hash()))
                .ifPresent(target ->
                        colors.add(memory.stable().orElseThrow().color().other()));
        return colors;
    }

    private ComponentSeen component(int index, World.Part part, Set<Color> colors) {
        return new ComponentSeen(
                NAMES.get(index),
                hasService(index),
                colors,
                1,
                true,
                part.selected()
                        .filter(color -> hasService(index))
                        .map(color -> new ServiceSeen(color, part.both(), part.serviceEpoch(), "")),
                colors.isEmpty() ? Optional.empty() : Optional.of(new AutoscalerSeen(part.scaled(), part.freeze(), "")),
                deployment(part.blue()),
                deployment(part.green()),
                hasService(index) ? part.routed() : Set.of());
    }

    private static Optional<DeploymentSeen> deployment(World.Deployed deployed) {
        return deployed.revision()
                .map(revision -> new DeploymentSeen(
                        revision, deployed.drifted(), deployed.replicas(), deployed.ready(), deployed.epoch(), ""));
    }
}
