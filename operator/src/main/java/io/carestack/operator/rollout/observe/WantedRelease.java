package io.carestack.operator.rollout.observe;

import io.carestack.operator.api.Rollout.Promotion;
import io.carestack.operator.effective.EffectiveRollout;
import io.carestack.operator.rollout.plan.Commands;
import io.carestack.operator.rollout.plan.Metrics.Unavailable;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.Target;
import io.carestack.operator.rollout.plan.Traffic;
import io.carestack.operator.rollout.plan.Wanted;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What the spec says of releases, in the words of the planner. */
final class WantedRelease {
    private static final Duration BUILDING = Duration.ofSeconds(300);
    private static final Duration APPROVAL = Duration.ofHours(24);

    /** For Jobs to be seen and for looks to be late: what ends a phase is told by the Job or the judge, and not by the clock. */
    private static final Duration RESERVE = Duration.ofSeconds(60);

    private WantedRelease() {}

    static Wanted of(RolloutContext context, RolloutMemory memory) {
        EffectiveRollout rollout = context.stack().rollout();
        boolean stuck = !context.isMade() && memory.target().isPresent();
        return new Wanted(
                hash(context, memory),
                commands(rollout.commands()),
                rollout.paused() || context.stack().paused() || context.stack().hibernate() || stuck,
                rollout.promotion() == Promotion.Manual,
                rollout.migration().isPresent(),
                rollout.migration()
                        .map(migration -> Set.copyOf(migration.compatibleWith()))
                        .orElse(Set.of()),
                rollout.monitor()
                        .metrics()
                        .map(limits -> switch (limits.onUnavailable()) {
                            case PodHealthOnly -> Unavailable.POD_HEALTH_ONLY;
                            case Rollback -> Unavailable.ROLLBACK;
                            case Hold -> Unavailable.HOLD;
                        })
                        .orElse(Unavailable.POD_HEALTH_ONLY),
                times(rollout),
                traffic(rollout),
                rollout.historyLimit());
    }

    /** A release that cannot be made, because what it refers to is missing, is not wanted yet. */
    private static String hash(RolloutContext context, RolloutMemory memory) {
        String described = context.wanted().release().hash();
        return context.isMade()
                ? described
                : memory.target()
                        .map(Target::asked)
                        .or(() -> memory.stable().map(stable -> stable.hash()))
                        .orElse(described);
    }

    private static Traffic traffic(EffectiveRollout rollout) {
        return switch (rollout.traffic()) {
            case EffectiveRollout.Traffic.Selector selector -> Traffic.SELECTOR;
            case EffectiveRollout.Traffic.Overlap overlap -> new Traffic(overlap.settle(), List.of(), Duration.ZERO);
            case EffectiveRollout.Traffic.Route route -> new Traffic(Duration.ZERO, route.shares(), route.pause());
        };
    }

    private static Commands commands(EffectiveRollout.Commands commands) {
        return new Commands(commands.approve(), commands.abort(), commands.rollbackTo(), commands.retry());
    }

    static Wanted.Times times(EffectiveRollout rollout) {
        Duration migrating = rollout.migration()
                .map(migration -> migration
                        .backup()
                        .map(EffectiveRollout.Backup::deadline)
                        .orElse(Duration.ZERO)
                        .plus(migration.deadline()))
                .orElse(Duration.ZERO);
        Duration smoke =
                rollout.jobTest().map(EffectiveRollout.JobTest::deadline).orElse(Duration.ZERO);
        Duration http = rollout.httpTests().stream()
                .map(EffectiveRollout.HttpTest::within)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return new Wanted.Times(
                migrating.plus(RESERVE),
                BUILDING,
                rollout.verification()
                        .interval()
                        .multipliedBy(rollout.verification().attempts())
                        .plus(RESERVE),
                smoke.plus(http).plus(RESERVE),
                APPROVAL,
                rollout.monitor().duration(),
                rollout.retireAfter());
    }
}
