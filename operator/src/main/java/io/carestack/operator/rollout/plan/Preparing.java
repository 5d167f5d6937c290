package io.carestack.operator.rollout.plan;

import io.carestack.operator.rollout.plan.Failure.Reason;
import io.carestack.operator.rollout.plan.RolloutStep.DeleteTasks;
import io.carestack.operator.rollout.plan.RolloutStep.Remember;
import io.carestack.operator.rollout.plan.RolloutStep.Run;
import io.carestack.operator.rollout.plan.RolloutStep.Wait;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Everything before the switch: what serves is not touched. */
final class Preparing {
    private static final Duration SWITCHING = Duration.ofSeconds(300);

    private Preparing() {}

    static RolloutStep next(Situation now) {
        if (now.anyFresh() && now.holds(Rule.SELECTED_EARLY)) {
            return now.rollBack(now.failure(Reason.FAILED, "a Service selected the new colour before the switch"));
        }
        return Orders.end(now)
                .<RolloutStep>map(now::abort)
                .or(() -> Orders.supersede(now))
                .or(() -> Holds.next(now))
                .or(() -> Pointing.unwritten(now))
                .or(() -> Autoscalers.next(now, now.old(), Freeze.NONE))
                .orElseGet(() -> forward(now));
    }

    private static RolloutStep forward(Situation now) {
        return switch (now.memory().phase()) {
            case Pending -> pending(now);
            case Migrating -> migrating(now);
            case Building -> building(now);
            case Verifying -> built(now, () -> verifying(now));
            case SmokeTesting -> built(now, () -> smokeTesting(now));
            case AwaitingApproval -> built(now, () -> awaitingApproval(now));
            case Stable, Switching, Monitoring, Retiring, Aborting, RollingBack, Degraded ->
                throw new IllegalStateException(now.memory().phase().name());
        };
    }

    private static RolloutStep pending(Situation now) {
        if (now.seen().leftovers()) {
            return new DeleteTasks(now.memory().target());
        }
        Optional<Gate> closed = now.seen().gates().beforeBeginning();
        if (closed.isPresent()) {
            return new Wait("Waiting", closed.get().reason(), closed.get().opens());
        }
        Optional<String> ahead = migrates(now) || now.returns() ? inTheWay(now) : Optional.empty();
        return ahead.<RolloutStep>map(hash -> new Wait(
                        "SchemaAhead",
                        "the schema has the migration of %s, which is not stable; declare in spec.migration.compatibleWith that %s works with it"
                                .formatted(hash, beside(now)),
                        Optional.empty()))
                .orElseGet(() -> now.memory().migrated(now.target().hash()) || !migrates(now)
                        ? enter(now, Phase.Building, now.wanted().times().building())
                        : enter(now, Phase.Migrating, now.wanted().times().migrating()));
    }

    private static boolean migrates(Situation now) {
        return now.wanted().migrates() && !now.returns();
    }

    /** The revision that has to work with a schema that is ahead. */
    private static String beside(Situation now) {
        return now.returns() ? now.target().hash() : now.stable().hash();
    }

    /** One step back, the schema of what is stable is no obstacle; further back it is. */
    private static Optional<String> inTheWay(Situation now) {
        if (!now.holds(Rule.SCHEMA_AHEAD) || now.wanted().compatibleWith().contains(beside(now))) {
            return Optional.empty();
        }
        boolean far = now.returns()
                && now.memory().history().stream()
                        .findFirst()
                        .filter(hash -> !hash.equals(now.target().hash()))
                        .isPresent();
        return now.memory().ahead().stream()
                .map(Ahead::hash)
                .filter(hash -> !hash.equals(now.target().hash()))
                .filter(hash -> far || !hash.equals(now.stable().hash()))
                .findFirst();
    }

    private static RolloutStep migrating(Situation now) {
        for (Task task : new Task[] {Task.BACKUP, Task.MIGRATION}) {
            Outcome outcome = now.seen().outcome(task);
            switch (outcome.state()) {
                case MISSING -> {
                    return new Run(task, now.target());
                }
                case RUNNING -> {
                    return now.late()
                            ? now.abort(now.failure(Reason.FAILED, task + " took too long"))
                            : waiting(now, task + " runs");
                }
                case FAILED -> {
                    return now.abort(now.failure(Reason.FAILED, outcome.reason()));
                }
                case SUCCEEDED -> {}
            }
        }
        return new Remember(
                now.memory()
                        .touched(now.target().hash(), true)
                        .in(
                                Phase.Building,
                                Optional.of(now.now().plus(now.wanted().times().building())),
                                Optional.empty()),
                "");
    }

    private static RolloutStep building(Situation now) {
        for (ComponentSeen component : now.seen().components()) {
            Optional<DeploymentSeen> found = component.deployment(now.fresh());
            if (component.runs(now.fresh())
                    && found.filter(each -> each.runs(now.target().hash()) && each.replicas() > 0)
                            .isEmpty()) {
                return now.late()
                        ? now.abort(now.failure(Reason.FAILED, component.name() + " could not be built in time"))
                        : new RolloutStep.Apply(
                                component.name(),
                                now.fresh(),
                                now.target().hash(),
                                component.full(now.fresh(), 0),
                                found.map(DeploymentSeen::version));
            }
        }
        return enter(now, Phase.Verifying, now.wanted().times().verifying());
    }

    /** What is verified, tested or approved is what was built; a drift has it built and verified again. */
    private static RolloutStep built(Situation now, Supplier<RolloutStep> next) {
        if (now.holds(Rule.DRIFT_REBUILT) && !now.built()) {
            return enter(now, Phase.Building, now.wanted().times().building());
        }
        if (now.seen().health().verdict() == Health.Verdict.FAILED) {
            return now.abort(now.failure(Reason.FAILED, now.seen().health().reason()));
        }
        return next.get();
    }

    private static RolloutStep verifying(Situation now) {
        Health health = now.seen().health();
        if (health.verdict() == Health.Verdict.HEALTHY && now.freshFull()) {
            return enter(now, Phase.SmokeTesting, now.wanted().times().smoke());
        }
        if (now.late()) {
            return now.abort(now.failure(
                    Reason.FAILED, health.reason().isEmpty() ? "did not become healthy in time" : health.reason()));
        }
        return health.probes().equals(now.memory().probes())
                ? waiting(now, health.reason())
                : new Remember(now.memory().changed().probes(health.probes()).done(), health.reason());
    }

    private static RolloutStep smokeTesting(Situation now) {
        Outcome smoke = now.seen().outcome(Task.SMOKE);
        return switch (smoke.state()) {
            case FAILED -> now.abort(now.failure(Reason.FAILED, smoke.reason()));
            case MISSING, RUNNING -> {
                if (now.late()) {
                    yield now.abort(now.failure(Reason.FAILED, "the smoke test took too long"));
                }
                yield smoke.state() == Outcome.State.MISSING
                        ? new Run(Task.SMOKE, now.target())
                        : waiting(now, "smoke test runs");
            }
            case SUCCEEDED -> {
                if (!now.freshFull()) {
                    yield now.late()
                            ? now.abort(now.failure(Reason.FAILED, "did not stay ready"))
                            : waiting(now, "not every pod is ready");
                }
                yield now.wanted().manual() && !now.target().restored()
                        ? enter(
                                now,
                                Phase.AwaitingApproval,
                                now.wanted().times().approval())
                        : switching(now);
            }
        };
    }

    private static RolloutStep awaitingApproval(Situation now) {
        // Nobody needs to approve any more when the spec has come to leave it to the operator.
        if ((Orders.approved(now) || !now.wanted().manual()) && now.freshFull()) {
            return switching(now);
        }
        return now.late()
                ? now.abort(now.failure(
                        Reason.FAILED, "nobody approved " + now.target().id()))
                : waiting(now, "waits for spec.rollout.approve: " + now.target().id());
    }

    private static RolloutStep switching(Situation now) {
        RolloutMemory next = now.memory()
                .changed()
                .sizes(Map.of())
                .done()
                .in(
                        Phase.Switching,
                        Optional.of(now.now().plus(SWITCHING).plus(Switchover.moving(now))),
                        Optional.empty());
        return new Remember(next.turned(), "");
    }

    /** From the switch, before any Service was written: what was decided before counts no more. */
    static RolloutStep rebuild(Situation now) {
        return new Remember(
                now.memory()
                        .changed()
                        .sizes(new TreeMap<>())
                        .done()
                        .in(
                                Phase.Building,
                                Optional.of(now.now().plus(now.wanted().times().building())),
                                Optional.empty())
                        .turned(),
                "the new colour was changed by hand");
    }

    private static RolloutStep enter(Situation now, Phase phase, Duration time) {
        return new Remember(
                now.memory()
                        .changed()
                        .sizes(new TreeMap<>())
                        .done()
                        .in(phase, Optional.of(now.now().plus(time)), Optional.empty()),
                "");
    }

    static Wait waiting(Situation now, String message) {
        return new Wait(
                now.memory().phase().name(),
                message,
                now.memory().probes().next().or(() -> now.memory().deadline()));
    }
}
