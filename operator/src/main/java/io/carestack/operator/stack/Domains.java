package io.carestack.operator.stack;

import io.carestack.operator.app.AppObservation;
import io.carestack.operator.app.AppPlan;
import io.carestack.operator.app.AppPlanner;
import io.carestack.operator.app.AppStatus;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.entry.EntryObservation;
import io.carestack.operator.entry.EntryPlan;
import io.carestack.operator.entry.EntryPlanner;
import io.carestack.operator.entry.EntryStatus;
import io.carestack.operator.entry.Weights;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.References;
import io.carestack.operator.monitoring.AlertSecrets;
import io.carestack.operator.monitoring.MonitoringObservation;
import io.carestack.operator.monitoring.MonitoringPlan;
import io.carestack.operator.monitoring.MonitoringPlanner;
import io.carestack.operator.monitoring.MonitoringStatus;
import io.carestack.operator.network.NetworkPlanner;
import io.carestack.operator.postgres.PostgresResult;
import io.carestack.operator.postgres.pooler.PoolerHealth;
import io.carestack.operator.redis.RedisResult;
import io.carestack.operator.rollout.execute.RolloutReader;
import io.carestack.operator.rollout.gate.DatabaseGate;
import io.carestack.operator.rollout.observe.Releases;
import io.carestack.operator.rollout.observe.RolloutContext;
import io.carestack.operator.rollout.observe.Routes;
import io.carestack.operator.rollout.plan.Aside;
import io.carestack.operator.rollout.plan.Gate;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.release.ReleaseDesign;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** All domains of a stack, in the order in which they depend on one another. */
final class Domains {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(12);

    private final DatabaseDomain databases;
    private final RedisDomain redis;
    private final ReleaseDomain releases;
    private final NetworkPlanner network;
    private final Clock clock;

    /** @param operatorNamespace where the operator runs, which NetworkPolicies let in */
    Domains(
            DatabaseDomain databases,
            RedisDomain redis,
            ReleaseDomain releases,
            String operatorNamespace,
            Clock clock) {
        this.clock = clock;
        this.databases = databases;
        this.redis = redis;
        this.releases = releases;
        this.network = new NetworkPlanner(operatorNamespace);
    }

    /** What is known of the database. */
    DatabaseAnswer database(EffectiveStack stack, StackObservation seen, StackMemory memory) {
        return databases.look(stack, seen, memory);
    }

    /** What every domain wants now. */
    StackPlan plan(EffectiveStack stack, StackObservation seen, PostgresResult database, StackMemory memory) {
        RedisResult caches = redis.plan(stack, seen);
        Contribution others = Contribution.all(
                contribution(database, seen),
                pooler(stack, seen),
                contribution(caches, seen),
                credentials(stack, seen),
                entry(stack, seen, ReleaseDomain.memory(memory)),
                network(stack),
                monitoring(stack, seen));
        References references = ConnectionHashes.added(stack, seen, others.desired());
        ReleasePreparation release = new ReleasePreparation(
                new RolloutContext(
                        stack,
                        references,
                        ReleaseDesign.of(stack, references),
                        new Releases(seen.children()),
                        databaseGate(others, database)),
                seen,
                ReleaseDomain.memory(memory));
        AppPlan app = AppPlanner.plan(stack, AppObservation.of(stack, seen.children()), references, release.leave());
        return new StackPlan(
                app,
                database,
                caches,
                Contribution.all(others, release.contribution(releases.copies(release))),
                release);
    }

    /** Goes on with the release, on what the pass has made ready for it. */
    ReleaseProgress release(StackPlan plan, StackObservation now, StackMemory memory) {
        return plan.release().installs() && !plan.release().opens()
                ? ReleaseProgress.none(ReleaseDomain.memory(memory))
                : releases.advance(plan.release().context(now), now, memory);
    }

    /** A release does not begin while writes move from one instance to another. */
    private static Gate databaseGate(Contribution others, PostgresResult database) {
        return DatabaseGate.of(
                others.conditions().stream()
                        .filter(condition -> condition.type().equals("DatabaseReady"))
                        .findFirst(),
                database.status());
    }

    /** What every domain says after the writes. */
    StatusReport report(
            EffectiveStack stack,
            StackObservation after,
            StackPlan plan,
            Execution execution,
            ReleaseProgress release) {
        AppStatus app = AppStatus.of(stack, AppObservation.of(stack, after.children()), plan.app());
        return new StatusReport(stack, app, plan, execution, release);
    }

    /** Forgets a stack that is gone. */
    void forget(String uid) {
        databases.forget(uid);
        redis.forget(uid);
        releases.forget(uid);
    }

    /** Clocks are set, so that nobody waits for a far moment at one go. */
    private Optional<Duration> until(Instant due) {
        Duration left = Duration.between(clock.instant(), due);
        return Optional.of(left.compareTo(SHORTEST) < 0 ? SHORTEST : left.compareTo(LONGEST) > 0 ? LONGEST : left);
    }

    /** A database that cannot say what it wants, because a Secret is missing, loses nothing for it. */
    private Contribution contribution(PostgresResult result, StackObservation seen) {
        boolean speechless = result.desired().isEmpty() && !result.problems().isEmpty();
        return new Contribution(
                result.desired(),
                speechless
                        ? of(seen, component -> component.equals("postgres") || component.equals("pooler"))
                        : List.of(),
                result.conditions(),
                result.problems(),
                result.notes(),
                result.lookAgain().or(() -> result.due().flatMap(this::until)));
    }

    /** The same for the one Redis whose Secret is missing. */
    private static Contribution contribution(RedisResult result, StackObservation seen) {
        boolean speechless = !result.problems().isEmpty();
        return new Contribution(
                result.desired(),
                speechless ? of(seen, component -> component.startsWith("redis-")) : List.of(),
                result.condition().stream().toList(),
                result.problems(),
                List.of(),
                Optional.<Duration>empty());
    }

    private static List<HasMetadata> of(StackObservation seen, Predicate<String> component) {
        return seen.children().objects().stream()
                .filter(child -> component.test(child.getMetadata().getLabels().getOrDefault(Labels.COMPONENT, "")))
                .toList();
    }

    private static Contribution entry(EffectiveStack stack, StackObservation seen, RolloutMemory release) {
        EntryObservation observation = EntryObservation.of(stack, seen.children(), seen.installed());
        EntryPlan plan = EntryPlanner.plan(
                stack,
                observation,
                Routes.decision(stack, release, RolloutReader.routes(seen.children()))
                        .map(decision -> new Weights(
                                decision,
                                release.aside().map(Aside::color),
                                release.aside().map(Aside::share).orElse(0))));
        return new Contribution(
                plan.desired(),
                List.of(),
                EntryStatus.of(stack, observation, plan).stream().toList(),
                List.of(),
                List.of(),
                Optional.<Duration>empty());
    }

    /** Its objects are among those of the database. */
    private static Contribution pooler(EffectiveStack stack, StackObservation seen) {
        return new Contribution(
                List.of(),
                List.of(),
                PoolerHealth.of(stack, seen.children()).stream().toList(),
                List.of(),
                List.of(),
                Optional.<Duration>empty());
    }

    private static Contribution credentials(EffectiveStack stack, StackObservation seen) {
        return new Contribution(
                List.copyOf(GeneratedCredentials.reowned(stack, seen.children())),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.<Duration>empty());
    }

    private Contribution network(EffectiveStack stack) {
        return new Contribution(
                network.plan(stack).desired(), List.of(), List.of(), List.of(), List.of(), Optional.<Duration>empty());
    }

    private static Contribution monitoring(EffectiveStack stack, StackObservation seen) {
        MonitoringPlan plan = MonitoringPlanner.plan(stack, new MonitoringObservation(seen.installed()));
        return Contribution.of(
                plan.desired(),
                MonitoringStatus.of(stack, plan, AlertSecrets.missing(stack, seen.references())),
                List.of());
    }
}
