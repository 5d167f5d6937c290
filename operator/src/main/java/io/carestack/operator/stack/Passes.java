package io.carestack.operator.stack;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.effective.Defaults;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.EventRecorder;
import io.carestack.operator.kube.References;
import io.carestack.operator.postgres.PostgresResult;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One pass after the other over each stack: look, plan, write, report. Passes of different stacks run side by side, in turns. */
final class Passes {
    /** Requests in flight are bounded anyway: more passes at once would only hold more memory. */
    private static final int WORKING = 12;

    /** A question to a dead database takes seconds, and holds little but a thread. */
    private static final int ASKING = 128;

    private static final Duration RETRY = Duration.ofSeconds(2);

    /** What the API server refused may be granted without any event: a quota, a right, an object of somebody else that goes. */
    private static final Duration REFUSED = Duration.ofSeconds(15);

    private final StackCluster cluster;
    private final Domains domains;
    private final ChildExecutor executor;
    private final EventRecorder events;
    private final Clock clock;
    private final Turns turns = turns();

    Passes(StackCluster cluster, Domains domains, ChildExecutor executor, EventRecorder events, Clock clock) {
        this.cluster = cluster;
        this.domains = domains;
        this.executor = executor;
        this.events = events;
        this.clock = clock;
    }

    /** The bounds of one operator. */
    static Turns turns() {
        return new Turns(WORKING, ASKING);
    }

    /** One pass; returns when to come back although nothing has changed. */
    Optional<Duration> run(CareStack resource, Context<CareStack> context) {
        EffectiveStack stack = Defaults.of(resource);
        StackMemory memory = cluster.memory(resource, context);
        cluster.forgotten(resource, context).forEach(domains::forget);
        try {
            References followed = cluster.follow(stack, resource, context);
            Pass pass = new Pass(resource, stack, memory, followed);
            return switch (turns.working(() -> begin(pass))) {
                case Step.Finished finished -> finished.lookAgain();
                case Step.Asking asking -> {
                    PostgresResult database = turns.asking(asking.question());
                    yield turns.working(() -> finish(pass, cluster.observe(resource, followed), database));
                }
            };
        } finally {
            cluster.end(resource);
        }
    }

    /** What is held while the database is asked must be little: the children are looked at anew afterwards. */
    private Step begin(Pass pass) {
        StackObservation seen = cluster.look(pass.resource(), pass.followed());
        return switch (domains.database(pass.stack(), seen, pass.memory())) {
            case DatabaseAnswer.Known known -> new Step.Finished(finish(pass, seen, known.result()));
            case DatabaseAnswer.Unknown unknown -> {
                announce(pass.memory());
                yield new Step.Asking(unknown.question());
            }
        };
    }

    private Optional<Duration> finish(Pass pass, StackObservation seen, PostgresResult database) {
        EffectiveStack stack = pass.stack();
        CareStack resource = pass.resource();
        StackPlan plan = domains.plan(stack, seen, database, pass.memory());
        announce(pass.memory(), plan);
        Execution execution =
                stack.paused() ? Execution.nothing() : executor.execute(plan.wish(), seen.children(), stack.owner());
        ReleaseProgress release = domains.release(plan, cluster.observe(resource, pass.followed()), pass.memory());
        StackObservation now = cluster.observe(resource, pass.followed());
        StatusReport report = domains.report(stack, now, plan, execution, release);
        CareStackStatus after =
                report.status(pass.memory().status(), resource.getMetadata().getGeneration(), clock.instant());
        pass.memory().put(after);
        report.notes(resource.getStatus(), after)
                .forEach(note -> events.tell(pass.memory().current(), note));
        return lookAgain(plan, execution, release);
    }

    /** A stack says that it is being looked at before its first child exists, so that nobody takes it for a healthy one. */
    private void announce(StackMemory memory) {
        if (memory.status() == null) {
            memory.put(StatusReport.first(memory.current(), clock.instant()));
        }
    }

    /** What a new stack begins with is remembered before it is made. */
    private void announce(StackMemory memory, StackPlan plan) {
        if (plan.release().opens()) {
            memory.put(StatusReport.first(memory.current(), plan.release(), clock.instant()));
        } else {
            announce(memory);
        }
    }

    /** Children that are written bring their own events; what only time or a person can mend needs an alarm clock. */
    private static Optional<Duration> lookAgain(StackPlan plan, Execution execution, ReleaseProgress release) {
        boolean refused = !execution.refused().isEmpty() || !release.refused().isEmpty();
        return Stream.of(
                        execution.unfinished().map(reason -> RETRY),
                        plan.others().lookAgain(),
                        release.lookAgain(),
                        refused ? Optional.of(REFUSED) : Optional.<Duration>empty())
                .flatMap(Optional::stream)
                .min(Duration::compareTo);
    }

    private record Pass(CareStack resource, EffectiveStack stack, StackMemory memory, References followed) {}

    /** How far a pass comes by itself. */
    private sealed interface Step {
        record Finished(Optional<Duration> lookAgain) implements Step {}

        record Asking(Supplier<PostgresResult> question) implements Step {}
    }
}
