package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A release of two components whose parts a test changes one by one: H1 is stable in blue, the spec asks for H2. */
final class ReleaseFixture {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Target SECOND = new Target("H2", 1, "H2", false);

    private static final Wanted.Times TIMES = new Wanted.Times(
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            Duration.ofMinutes(10),
            Duration.ofSeconds(30));

    String spec = "H2";
    Commands commands = Commands.NONE;
    boolean paused;
    boolean manual;
    boolean migrates;
    Set<String> compatibleWith = Set.of();
    Metrics.Unavailable unavailable = Metrics.Unavailable.POD_HEALTH_ONLY;
    Traffic traffic = Traffic.SELECTOR;
    boolean followed = true;
    Gates gates = Gates.OPEN;
    Health health = Health.UNKNOWN;
    Metrics metrics = Metrics.NONE;
    final Map<Task, Outcome> tasks = new EnumMap<>(Task.class);
    ComponentSeen api = component("api", Color.BLUE, deployment("H1", 3), Optional.empty());
    ComponentSeen web = component("web", Color.BLUE, deployment("H1", 2), Optional.empty());
    RolloutMemory memory = RolloutMemory.NOTHING
            .changed()
            .stable(new Revision("H1", Color.BLUE))
            .done();

    RolloutStep plan() {
        return RolloutPlanner.plan(seen(api, web), memory, NOW);
    }

    RolloutObservation seen(ComponentSeen... components) {
        return new RolloutObservation(
                new Wanted(spec, commands, paused, manual, migrates, compatibleWith, unavailable, TIMES, traffic, 5),
                gates,
                health,
                metrics,
                tasks,
                false,
                false,
                Set.of("H1", "H2", "H3"),
                Optional.empty(),
                followed,
                List.of(components));
    }

    /** H2 is under way in a phase; its clocks are far from their end. */
    ReleaseFixture in(Phase phase) {
        memory = memory.changed()
                .target(Optional.of(SECOND))
                .attempts(1)
                .done()
                .in(phase, Optional.of(NOW.plusSeconds(300)), Optional.of(NOW.plusSeconds(300)));
        return this;
    }

    /** H2 runs beside H1, in the same size, and every Service selects this colour. */
    ReleaseFixture built(Color selected) {
        api = component("api", selected, deployment("H1", 3), Optional.of(deployment("H2", 3)));
        web = component("web", selected, deployment("H1", 2), Optional.of(deployment("H2", 2)));
        return this;
    }

    static DeploymentSeen deployment(String hash, int replicas) {
        return deployment(hash, replicas, replicas);
    }

    static DeploymentSeen deployment(String hash, int replicas, int ready) {
        return new DeploymentSeen(hash, false, replicas, ready, 0, hash + "-version");
    }

    static ComponentSeen component(String name, Color selected, DeploymentSeen blue, Optional<DeploymentSeen> green) {
        return new ComponentSeen(
                name,
                true,
                Set.of(Color.values()),
                2,
                true,
                Optional.of(new ServiceSeen(selected, Optional.empty(), 0, name + "-service")),
                Optional.empty(),
                Optional.of(blue),
                green,
                Set.of(selected));
    }

    static RolloutMemory next(RolloutStep step) {
        return ((RolloutStep.Remember) step).next();
    }
}
