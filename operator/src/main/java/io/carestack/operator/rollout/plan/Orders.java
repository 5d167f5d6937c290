package io.carestack.operator.rollout.plan;

import io.carestack.operator.rollout.plan.Failure.Reason;
import io.carestack.operator.rollout.plan.RolloutStep.Remember;
import java.util.Optional;

/** What people want of the release: the spec's revision and the commands, each acted on once. */
final class Orders {
    private Orders() {}

    /** Why the current target is not wanted any more; empty while it is. */
    static Optional<Failure> end(Situation now) {
        Commands asked = now.wanted().commands();
        Commands seen = now.memory().seen();
        Target target = now.target();
        if (asked.abort().equals(Optional.of(target.id())) && fresh(now, asked.abort(), seen.abort())) {
            return Optional.of(now.failure(Reason.ABORTED, target.id() + " was aborted by command"));
        }
        if (asked.rollbackHash().equals(Optional.of(now.stable().hash()))
                && fresh(now, asked.rollbackTo(), seen.rollbackTo())) {
            return Optional.of(now.failure(Reason.ROLLED_BACK, target.id() + " was rolled back by command"));
        }
        boolean reverted =
                changed(now) && now.wanted().hash().equals(now.stable().hash());
        return reverted
                ? Optional.of(now.failure(Reason.REVERTED, "the spec went back to the stable revision"))
                : Optional.empty();
    }

    /** Another target, or none, before anything was switched. */
    static Optional<RolloutStep> supersede(Situation now) {
        Optional<String> restored =
                restores(now).filter(hash -> !hash.equals(now.target().hash()));
        if (restored.isPresent()) {
            return Optional.of(new Remember(begin(now, restored.get(), true), "superseded by a command to go back"));
        }
        String hash = now.wanted().hash();
        if (!changed(now)) {
            return Optional.empty();
        }
        boolean failed = now.memory().failure(hash).isPresent() && !retried(now, hash);
        return Optional.of(
                failed && now.holds(Rule.SUPERSEDING_HEEDS_FAILURES)
                        ? now.abort(now.failure(Reason.REVERTED, "the spec went back to a revision that failed"))
                        : new Remember(begin(now, hash, false), "superseded"));
    }

    /** A target where there is none. */
    static Optional<RolloutStep> start(Situation now) {
        Optional<String> restored =
                restores(now).filter(hash -> !hash.equals(now.stable().hash()));
        if (restored.isPresent()) {
            return Optional.of(new Remember(begin(now, restored.get(), true), "a command asks for it"));
        }
        String hash = now.wanted().hash();
        if (hash.equals(now.stable().hash()) || now.memory().failure(hash).isPresent() && !retried(now, hash)) {
            return Optional.empty();
        }
        return Optional.of(new Remember(begin(now, hash, false), ""));
    }

    static boolean approved(Situation now) {
        Optional<String> approve = now.wanted().commands().approve();
        return now.holds(Rule.APPROVAL_OF_ATTEMPT)
                ? approve.equals(Optional.of(now.target().id()))
                        && fresh(now, approve, now.memory().seen().approve())
                : approve.filter(id -> id.startsWith(now.target().hash() + "#")).isPresent();
    }

    /** Whether a person accepts the new colour that serves because the old one did not come back. */
    static boolean accepted(Situation now) {
        Optional<String> retry = now.wanted().commands().retry();
        return retry.equals(Optional.of(now.target().id()))
                && fresh(now, retry, now.memory().seen().retry());
    }

    /** The commands that ended an attempt, added to those that were seen. */
    static Commands consumed(Situation now) {
        Commands asked = now.wanted().commands();
        Commands seen = now.memory().seen();
        boolean aborted = asked.abort().equals(Optional.of(now.target().id()));
        boolean back = asked.rollbackHash().equals(Optional.of(now.stable().hash()));
        return new Commands(
                seen.approve(),
                aborted ? asked.abort() : seen.abort(),
                back ? asked.rollbackTo() : seen.rollbackTo(),
                seen.retry());
    }

    private static RolloutMemory begin(Situation now, String hash, boolean restored) {
        RolloutMemory noted = now.memory().target().isPresent() ? now.noteMigration(now.memory()) : now.memory();
        int attempt = noted.attempts() + 1;
        return noted.changed()
                .target(Optional.of(new Target(hash, attempt, now.wanted().hash(), restored)))
                .attempts(attempt)
                .failed(noted.failed().stream()
                        .filter(each -> !each.hash().equals(hash))
                        .toList())
                .seen(now.wanted().commands())
                .done()
                .in(Phase.Pending, Optional.empty(), Optional.empty());
    }

    private static Optional<String> restores(Situation now) {
        Commands asked = now.wanted().commands();
        return fresh(now, asked.rollbackTo(), now.memory().seen().rollbackTo())
                ? asked.rollbackHash()
                        .filter(hash -> now.memory().history().contains(hash)
                                && now.seen().known().contains(hash))
                : Optional.empty();
    }

    private static boolean retried(Situation now, String hash) {
        Optional<String> retry = now.wanted().commands().retry();
        return fresh(now, retry, now.memory().seen().retry())
                && now.memory()
                        .failure(hash)
                        .map(each -> each.hash() + "#" + each.attempt())
                        .equals(retry);
    }

    private static boolean changed(Situation now) {
        String hash = now.wanted().hash();
        return !hash.equals(now.target().asked()) && !hash.equals(now.target().hash());
    }

    private static boolean fresh(Situation now, Optional<String> asked, Optional<String> seen) {
        return asked.isPresent() && (!now.holds(Rule.COMMANDS_CONSUMED) || !asked.equals(seen));
    }
}
