package io.carestack.operator.postgres;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.api.PostgresStatus.InstanceStatus;
import io.carestack.operator.api.PostgresStatus.LastFailover;
import io.carestack.operator.api.PostgresStatus.Quorum;
import io.carestack.operator.postgres.plan.Facts;
import io.carestack.operator.postgres.plan.Instance;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.Observation;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.postgres.plan.Wanted;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.Problem;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What users read about the database. Pure. */
final class StatusView {
    /** Lags are told in whole mebibytes, so that an idle stack's status does not change with every commit. */
    private static final int LAG_SHIFT = 20;

    private StatusView() {}

    /** The status with another memory and the same observations. */
    static PostgresStatus withMemory(Optional<PostgresStatus> status, Memory memory) {
        PostgresStatus next = memory.toStatus();
        return new PostgresStatus(
                status.map(PostgresStatus::ready).orElse(null),
                next.primary(),
                next.term(),
                next.epoch(),
                next.candidate(),
                next.promoted(),
                next.systemIdentifier(),
                next.records(),
                status.map(PostgresStatus::lagBytes).orElse(null),
                status.map(PostgresStatus::instances).orElse(null),
                status.map(PostgresStatus::timeline).orElse(null),
                quorum(memory),
                status.map(PostgresStatus::lastFailover).orElse(null),
                null);
    }

    private static @Nullable Quorum quorum(Memory memory) {
        return memory.current()
                .map(record -> new Quorum(record.members().size(), record.required()))
                .orElse(null);
    }

    /**
     * The status of what was seen.
     *
     * @param story the last time that writes moved
     */
    static PostgresStatus of(Wanted wanted, Memory memory, Observation seen, Optional<LastFailover> story) {
        Optional<Facts> leader = leader(memory, seen);
        List<InstanceStatus> instances = seen.instances().stream()
                .map(each -> instance(each, memory, leader))
                .toList();
        long ready =
                seen.instances().stream().filter(each -> works(each, leader)).count();
        OptionalLong lag = instances.stream()
                .filter(each -> each.lagBytes() != null)
                .mapToLong(each -> each.lagBytes() == null ? 0 : each.lagBytes())
                .max();
        PostgresStatus next = memory.toStatus();
        return new PostgresStatus(
                ready + "/" + wanted.instances(),
                next.primary(),
                next.term(),
                next.epoch(),
                next.candidate(),
                next.promoted(),
                next.systemIdentifier(),
                next.records(),
                lag.isPresent() ? lag.getAsLong() : null,
                instances,
                leader.map(Facts::timeline).orElse(null),
                quorum(memory),
                story.orElse(null),
                null);
    }

    /** The same in numbers. */
    static DatabaseMetrics.Sample sample(PostgresStatus status, int wanted, boolean blocked) {
        Quorum quorum = Objects.requireNonNullElse(status.quorum(), new Quorum(0, 0));
        String ready = Objects.requireNonNullElse(status.ready(), "0/0");
        return new DatabaseMetrics.Sample(
                Objects.requireNonNullElse(status.term(), 0L),
                wanted,
                Long.parseLong(ready.substring(0, ready.indexOf('/'))),
                quorum.members(),
                quorum.required(),
                blocked);
    }

    private static Optional<Facts> leader(Memory memory, Observation seen) {
        return seen.instances().stream()
                .filter(each ->
                        memory.promoted() && each.name().equals(memory.primary().orElse("")))
                .flatMap(each -> each.facts().stream())
                .filter(facts -> !facts.inRecovery())
                .findFirst();
    }

    private static boolean works(Instance instance, Optional<Facts> leader) {
        return leader.isPresent()
                && (instance.facts().equals(leader) || sender(instance, leader).isPresent());
    }

    private static Optional<Facts.Sender> sender(Instance instance, Optional<Facts> leader) {
        return leader.flatMap(facts -> facts.senders().stream()
                .filter(sender -> sender.streaming() && sender.name().startsWith(instance.name() + "_t"))
                .findFirst());
    }

    private static InstanceStatus instance(Instance instance, Memory memory, Optional<Facts> leader) {
        if (instance.facts().isEmpty()) {
            boolean starts = instance.exists() && !instance.ready();
            return new InstanceStatus(
                    instance.name(), "Unknown", starts ? "Starting" : "Unreachable", null, instance.problem());
        }
        Facts facts = instance.facts().get();
        if (memory.systemIdentifier().isPresent()
                && !memory.systemIdentifier().get().equals(facts.systemIdentifier())) {
            return new InstanceStatus(
                    instance.name(), "Unknown", "Waiting", null, "it holds another database and counts for nothing");
        }
        Optional<String> problem = facts.configError()
                .or(() -> facts.pendingRestart().isEmpty()
                        ? Optional.empty()
                        : Optional.of("needs a restart for " + String.join(", ", facts.pendingRestart())));
        if (!facts.inRecovery()) {
            return new InstanceStatus(instance.name(), "Primary", "Running", null, problem.orElse(null));
        }
        Optional<Facts.Sender> sender = sender(instance, leader);
        Long lag = sender.map(
                        each -> Math.max(0, leader.orElseThrow().position() - each.flushed()) >> LAG_SHIFT << LAG_SHIFT)
                .orElse(null);
        return new InstanceStatus(
                instance.name(), "Replica", sender.isPresent() ? "Streaming" : "Waiting", lag, problem.orElse(null));
    }

    /** Whether the database is as wanted, and if not, what a person can do. */
    static ConditionValue condition(Wanted wanted, Memory memory, Observation seen, PostgresStep step) {
        String type = PostgresResult.DATABASE_READY;
        return switch (step) {
            case PostgresStep.Converged converged ->
                ConditionValue.yes(
                        type, restarts(seen).isEmpty() ? "Ready" : "RestartPending", ready(wanted, memory, seen));
            case PostgresStep.Wait wait ->
                wait.reason().equals("ConfigurationArriving")
                        ? ConditionValue.yes(type, wait.reason(), wait.message())
                        : ConditionValue.no(type, wait.reason(), wait.message());
            case PostgresStep.Remember remember -> working(type);
            case PostgresStep.Act act -> working(type);
        };
    }

    private static ConditionValue working(String type) {
        return ConditionValue.no(type, "Working", "the database is being set up");
    }

    private static String ready(Wanted wanted, Memory memory, Observation seen) {
        String commits = wanted.required() == 0
                ? "commits wait for no replica"
                : "commits wait for %d of %d replicas"
                        .formatted(
                                wanted.required(),
                                memory.current()
                                        .map(record -> record.members().size())
                                        .orElse(0));
        String base =
                "%s takes writes in term %d; %s".formatted(memory.primary().orElse(""), memory.term(), commits);
        if (restarts(seen).isEmpty()) {
            return base;
        }
        return base
                + (wanted.restarts() ? "; to be restarted one by one for " : "; paused, and to be restarted for ")
                + String.join("; ", restarts(seen));
    }

    private static List<String> restarts(Observation seen) {
        return seen.instances().stream()
                .filter(Instance::stale)
                .map(each -> (each.outdated()
                                ? "its image, resources or pod settings"
                                : String.join(", ", each.facts().orElseThrow().pendingRestart()))
                        + " on " + each.name())
                .toList();
    }

    /** What the instances refuse of their configuration, and what cannot be done with them. */
    static List<Problem> problems(Wanted wanted, Memory memory, Observation seen) {
        Optional<Problem> refused = seen.instances().stream()
                .flatMap(each -> each.facts().flatMap(Facts::configError).stream())
                .findFirst()
                .map(error -> new Problem(
                        "spec.postgres", "PostgreSQL refuses a part of its configuration: " + error, "correct it"));
        Optional<Problem> primary = memory.primary()
                .filter(name -> Wanted.ordinal(name) >= wanted.instances())
                .map(name -> new Problem(
                        "spec.postgres.instances",
                        "%s takes writes and cannot leave".formatted(name),
                        "keep instances at %d or more".formatted(Wanted.ordinal(name) + 1)));
        return Stream.of(refused, primary).flatMap(Optional::stream).toList();
    }
}
