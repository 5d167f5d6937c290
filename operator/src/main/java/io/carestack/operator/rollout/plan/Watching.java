package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.Failure.Reason;
import io.carestack.operator.rollout.plan.RolloutStep.Remember;
import io.carestack.operator.rollout.plan.RolloutStep.Scale;
import io.carestack.operator.rollout.plan.RolloutStep.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Watching the new colour while the old one could still take over, and then letting the old one go. */
final class Watching {
    private static final int STEPS = 4;
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Duration RETIRING = Duration.ofSeconds(900);

    private Watching() {}

    static RolloutStep monitoring(Situation now) {
        Metrics metrics = now.seen().metrics();
        Optional<Failure> end = Orders.end(now).or(() -> lost(now)).or(() -> failed(now, metrics));
        return end.<RolloutStep>map(now::rollBack)
                .or(() -> Autoscalers.next(now, now.fresh(), Freeze.DOWN))
                .or(() -> clock(now, metrics))
                .or(() -> noted(now, metrics))
                .orElseGet(() -> now.due() ? retire(now) : waiting(now, said(metrics)));
    }

    /** A Service or a component that has nothing behind it any more. */
    private static Optional<Failure> lost(Situation now) {
        if (!now.allFresh()) {
            return Optional.of(now.failure(Reason.FAILED, "a Service does not select the new colour any more"));
        }
        return now.seen().components().stream()
                .filter(each -> each.runs(now.fresh()) && each.ready(now.fresh()) == 0)
                .filter(each -> now.seen().gates().database().open() || each.ready(now.old()) > 0)
                .findFirst()
                .map(each -> now.failure(Reason.FAILED, "%s: no pod is ready".formatted(each.name())));
    }

    private static Optional<Failure> failed(Situation now, Metrics metrics) {
        if (now.seen().health().verdict() == Health.Verdict.FAILED && counts(now)) {
            return Optional.of(now.failure(Reason.FAILED, now.seen().health().reason()));
        }
        boolean bad = switch (metrics.verdict()) {
            case BAD -> true;
            case UNREACHABLE -> now.wanted().unavailable() == Metrics.Unavailable.ROLLBACK;
            case GOOD, INCONCLUSIVE -> false;
        };
        return bad ? Optional.of(now.failure(Reason.FAILED, metrics.reason())) : Optional.empty();
    }

    /** Pods fail without a database; going back helps only where the old ones do not. */
    private static boolean counts(Situation now) {
        return now.seen().gates().database().open() || now.seen().allReady(now.old());
    }

    /** Nothing but the clock of the gate stands still; for metrics, which it may wait for, it goes on asking. */
    private static Optional<RolloutStep> clock(Situation now, Metrics metrics) {
        boolean unknown = metrics.verdict() == Metrics.Verdict.UNREACHABLE
                && now.wanted().unavailable() == Metrics.Unavailable.HOLD;
        boolean stands = now.wanted().paused()
                || unknown
                || !now.seen().gates().database().open();
        RolloutMemory memory = now.memory();
        if (!stands) {
            return memory.heldSince().map(since -> new Remember(memory.resumed(now.now(), false), metrics.reason()));
        }
        RolloutMemory held = memory.heldSince().isPresent() ? memory : memory.held(now.now());
        RolloutMemory next = unknown ? held.changed().samples(metrics.samples()).done() : held;
        return Optional.of(
                next.equals(memory)
                        ? new Wait(
                                memory.phase().name(),
                                unknown
                                        ? "Prometheus does not answer; the release is held until it does"
                                        : "the clock of the monitoring stands",
                                unknown ? metrics.samples().next().filter(now.now()::isBefore) : Optional.empty())
                        : new Remember(next, metrics.reason()));
    }

    private static Optional<RolloutStep> noted(Situation now, Metrics metrics) {
        RolloutMemory next = now.memory()
                .changed()
                .samples(metrics.samples())
                .probes(now.seen().health().probes())
                .done();
        return next.equals(now.memory()) || now.due()
                ? Optional.empty()
                : Optional.of(new Remember(next, metrics.reason()));
    }

    private static String said(Metrics metrics) {
        return metrics.verdict() == Metrics.Verdict.UNREACHABLE
                ? "Prometheus does not answer; the release is judged by its pods alone"
                : metrics.reason();
    }

    private static RolloutStep waiting(Situation now, String message) {
        RolloutMemory memory = now.memory();
        Optional<Instant> until = Stream.of(
                        memory.due(), memory.samples().next(), memory.probes().next())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        return new Wait(memory.phase().name(), message, until);
    }

    private static RolloutStep retire(Situation now) {
        RolloutMemory next = now.memory()
                .in(
                        Phase.Retiring,
                        Optional.of(now.now().plus(RETIRING)),
                        Optional.of(now.now().plus(now.wanted().times().drain())));
        return new Remember(next.changed().step(1).done(), "");
    }

    static RolloutStep retiring(Situation now) {
        Optional<Failure> end = Orders.end(now).or(() -> now.holds(Rule.RETIRING_LOOKS) ? lost(now) : Optional.empty());
        return end.<RolloutStep>map(now::rollBack)
                .or(() -> Autoscalers.next(now, now.fresh(), Freeze.NONE))
                .orElseGet(() -> shrink(now));
    }

    private static RolloutStep shrink(Situation now) {
        Color old = now.old();
        if (now.seen().components().stream().allMatch(each -> each.replicas(old) == 0)) {
            return new Remember(done(now), "");
        }
        if (!now.due()) {
            return waiting(now, "requests in flight end");
        }
        if (!now.mayShrink(old) || !now.late() && !carries(now)) {
            return Preparing.waiting(now, "the new colour is not as large as the old one was");
        }
        int left = STEPS - now.memory().step();
        for (ComponentSeen component : now.seen().components()) {
            int most = component.autoscales(old)
                    ? 0
                    : Math.max(now.memory().size(component.name()), component.replicas(old)) * left / STEPS;
            if (component.replicas(old) > most) {
                return new Scale(
                        component.name(),
                        old,
                        most,
                        component.deployment(old).orElseThrow().version());
            }
        }
        return new Remember(
                now.memory()
                        .changed()
                        .step(Math.min(STEPS, now.memory().step() + 1))
                        .due(Optional.of(now.now().plus(STEP)))
                        .done(),
                "");
    }

    /** Whether the new colour has as many ready pods as the old one had, or as its autoscaler wants by now. */
    private static boolean carries(Situation now) {
        return now.seen().components().stream()
                .allMatch(each -> !each.runs(now.fresh())
                        || each.ready(now.fresh())
                                >= Math.min(now.memory().size(each.name()), each.replicas(now.fresh())));
    }

    private static RolloutMemory done(Situation now) {
        RolloutMemory memory = now.memory();
        Target target = now.target();
        List<String> history = Stream.concat(Stream.of(now.stable().hash()), memory.history().stream())
                .filter(hash -> !hash.equals(target.hash()))
                .distinct()
                .limit(now.wanted().historyLimit())
                .toList();
        List<Failure> failed = new ArrayList<>(memory.failed());
        if (target.restored()) {
            failed.removeIf(each -> each.hash().equals(now.stable().hash()));
            failed.addFirst(new Failure(
                    now.stable().hash(), target.attempt(), Reason.ROLLED_BACK, "rolled back to " + target.hash()));
        }
        return memory.changed()
                .stable(new Revision(target.hash(), now.fresh()))
                .target(Optional.empty())
                .history(history)
                .failed(failed)
                .ahead(ahead(now))
                .sizes(Map.of())
                .done()
                .in(Phase.Stable, Optional.empty(), Optional.empty())
                .turned();
    }

    /** A revision that migrates builds on every migration before; one that does not goes on with the schema of the one before. */
    private static List<Ahead> ahead(Situation now) {
        String hash = now.target().hash();
        List<Ahead> before = now.memory().ahead();
        if (now.returns()) {
            return before;
        }
        if (now.memory().migrated(hash)) {
            return List.of(new Ahead(hash, true));
        }
        return before.stream()
                .map(each -> each.hash().equals(now.stable().hash()) ? new Ahead(hash, true) : each)
                .toList();
    }
}
