package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.RolloutStep.Remember;
import io.carestack.operator.rollout.plan.RolloutStep.Wait;
import java.util.List;
import java.util.Optional;

/**
 * Sends the requests from outside around the Services while these are switched, where a route can: first in growing shares to the colour that they will be
 * switched to, and back to the Services once the EndpointSlices have followed. Whenever something goes wrong on the way, they go back to the Services at once.
 */
final class Routing {
    private static final int ALL = 100;

    private Routing() {}

    /** The next share on the way forward; empty when none is left. */
    static Optional<RolloutStep> forward(Situation now) {
        if (!now.wanted().traffic().routes() || now.seen().anySelects(now.fresh())) {
            return Optional.empty();
        }
        Optional<RolloutStep> standing = standing(now);
        if (standing.isPresent()) {
            return standing;
        }
        return next(now, now.fresh(), now.wanted().traffic().shares())
                .map(share -> now.freshFull()
                        ? new Remember(
                                now.memory()
                                        .changed()
                                        .aside(Optional.of(new Aside(now.fresh(), share)))
                                        .due(Optional.of(now.now()
                                                .plus(now.wanted().traffic().pause())))
                                        .done(),
                                "")
                        : Preparing.waiting(now, "not every pod is ready any more"));
    }

    /** All at once on the way back; a colour that is not healthy is not waited for. */
    static Optional<RolloutStep> back(Situation now) {
        boolean healthy = now.seen().allReady(now.fresh()) && now.seen().anySelects(now.fresh());
        if (!now.wanted().traffic().routes() || !healthy) {
            return Optional.empty();
        }
        return next(now, now.old(), List.of(ALL))
                .<RolloutStep>map(share -> new Remember(
                        now.memory()
                                .changed()
                                .aside(Optional.of(new Aside(now.old(), share)))
                                .done(),
                        ""))
                .or(() -> followed(now));
    }

    /** The requests go back to the Services, and that is seen. */
    static Optional<RolloutStep> home(Situation now) {
        return now.memory().aside().isPresent()
                ? Optional.of(new Remember(
                        now.memory().changed().aside(Optional.empty()).done(), ""))
                : followed(now);
    }

    private static Optional<Integer> next(Situation now, Color color, List<Integer> shares) {
        int share = now.memory()
                .aside()
                .filter(each -> each.color() == color)
                .map(Aside::share)
                .orElse(0);
        return shares.stream().filter(each -> each > share).findFirst();
    }

    private static Optional<RolloutStep> standing(Situation now) {
        if (now.memory().aside().isEmpty()) {
            return Optional.empty();
        }
        int share = now.memory().aside().get().share();
        return followed(now)
                .or(() -> now.due()
                        ? Optional.empty()
                        : Optional.of(new Wait(
                                now.memory().phase().name(),
                                "%d %% of the requests from outside go to the new colour".formatted(share),
                                now.memory().due())));
    }

    private static Optional<RolloutStep> followed(Situation now) {
        return now.followed()
                ? Optional.empty()
                : Optional.of(Preparing.waiting(now, "the HTTPRoutes have not followed yet"));
    }
}
