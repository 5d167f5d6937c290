package io.carestack.operator.rollout.plan;

import java.util.EnumSet;
import java.util.Set;

/** A rule that is left out, or a write without what it needs, and bounds that suffice to notice. */
enum Mutant {
    EVERY_SERVICE(two().but().without(Rule.EVERY_SERVICE)),
    CONFIRMED(two().but().crashes(true, true, 2).failing().without(Rule.CONFIRMED)),
    ROLLBACK_WITHOUT_NEW(one().but().crashes(true, false, 1).failing().without(Rule.ROLLBACK_WITHOUT_NEW)),
    OLD_STAYS(one().but().without(Rule.OLD_STAYS)),
    FULL_SIZE(autoscaled().but().without(Rule.FULL_SIZE)),
    GREENS_READ_AGAIN(two().but().crashes(true, true, 2).timeouts().without(Rule.GREENS_READ_AGAIN)),
    RETIRING_LOOKS(one().but().crashes(true, true, 2).without(Rule.RETIRING_LOOKS)),
    SHRINK_NEEDS_OTHER(two().but()
            .crashes(true, true, 2)
            .failing()
            .timeouts()
            .without(Rule.SHRINK_NEEDS_OTHER, Rule.DIRECTION_REMEMBERED)),
    SERVES_FIRST(two().but().crashes(true, true, 2).failing().without(Rule.SERVES_FIRST)),
    DEGRADES(one().but().crashes(true, true, 2).failing().timeouts().without(Rule.DEGRADES)),
    UNFREEZES(one().but().crashes(true, false, 1).without(Rule.UNFREEZES, Rule.STABLE_REPAIRED)),
    HOLD_UNFREEZES(one().but().database().without(Rule.HOLD_UNFREEZES)),
    FREEZES_UPWARDS(autoscaled().but().late(1, 1, Set.of(Kind.SELECTOR)).without(Rule.FREEZES_UPWARDS)),
    ROLLBACK_FREEZES(
            autoscaled().but().late(1, 1, Set.of(Kind.SELECTOR)).edits(1, 2).without(Rule.ROLLBACK_FREEZES)),
    ROLLBACK_IN_SIZE(autoscaled().but().commands(1).without(Rule.ROLLBACK_IN_SIZE)),
    APPROVAL_OF_ATTEMPT(one().but().edits(2, 3).without(Rule.APPROVAL_OF_ATTEMPT)),
    EVERY_END_REMEMBERED(one().but().edits(2, 2).commands(2).without(Rule.EVERY_END_REMEMBERED)),
    SUPERSEDING_HEEDS_FAILURES(
            one().but().crashes(true, false, 1).edits(2, 3).without(Rule.SUPERSEDING_HEEDS_FAILURES)),
    COMMANDS_CONSUMED(one().but().edits(3, 3).commands(3).without(Rule.COMMANDS_CONSUMED)),
    DRIFT_REBUILT(one().but().hands(1).without(Rule.DRIFT_REBUILT)),
    SERVICE_WHERE_PODS_ARE(two().but().hands(1).without(Rule.SERVICE_WHERE_PODS_ARE)),
    STABLE_REPAIRED(two().but().hands(1).without(Rule.STABLE_REPAIRED)),
    NO_PAUSE_AFTER_SWITCH(two().but().pauses().crashes(true, false, 1).without(Rule.NO_PAUSE_AFTER_SWITCH)),
    NO_DATABASE_AFTER_SWITCH(two().but().database().crashes(true, false, 1).without(Rule.NO_DATABASE_AFTER_SWITCH)),
    SELECTED_EARLY(two().but().hands(1).without(Rule.SELECTED_EARLY)),
    FENCED(one().but().late(1, 1, Set.of(Kind.SCALE)).crashes(true, true, 2).without(Rule.FENCED)),
    ABORT_WRITES_SERVICES(one().but()
            .late(1, 1, Set.of(Kind.SELECTOR))
            .crashes(true, false, 1)
            .without(Rule.ABORT_WRITES_SERVICES)),
    ROLLBACK_WRITES_SERVICES(two().but()
            .late(1, 1, Set.of(Kind.SELECTOR))
            .crashes(true, false, 1)
            .without(Rule.ROLLBACK_WRITES_SERVICES)),
    DIRECTION_REMEMBERED(
            two().but().late(1, 1, Proof.ANY).crashes(true, true, 1).timeouts().without(Rule.DIRECTION_REMEMBERED)),
    SWITCHING_ENDS(autoscaled().but().starving().timeouts().without(Rule.SWITCHING_ENDS)),
    LOST_STATUS_RECOVERED(two().but().loses().without(Rule.LOST_STATUS_RECOVERED)),
    OVERLAP_SETTLES(one().but().moving(Sight.OVERLAP).without(Rule.OVERLAP_SETTLES)),
    ROUTES_FOLLOW(
            one().but().moving(Sight.ROUTE).crashes(true, false, 1).failing().without(Rule.ROUTES_FOLLOW)),
    OUTSIDE_AROUND(one().but().moving(Sight.ROUTE).without(Rule.OUTSIDE_AROUND)),
    SCHEMA_AHEAD(one().but().migrates().edits(2, 3).without(Rule.SCHEMA_AHEAD)),
    STATUS_WITHOUT_VERSION(unconditional(Kind.STATUS)),
    SELECTOR_WITHOUT_VERSION(unconditional(Kind.SELECTOR)),
    SCALE_WITHOUT_VERSION(unconditional(Kind.SCALE)),
    APPLY_WITHOUT_VERSION(one().but()
            .late(1, 1, EnumSet.of(Kind.APPLY))
            .edits(1, 3)
            .crashes(true, false, 1)
            .unconditional(Kind.APPLY)),
    AUTOSCALER_WITHOUT_VERSION(autoscaled()
            .but()
            .late(1, 1, EnumSet.of(Kind.AUTOSCALER))
            .edits(2, 3)
            .commands(2)
            .unconditional(Kind.AUTOSCALER)),
    SELECTOR_FROM_CACHE(stale(Kind.SELECTOR)),
    APPLY_FROM_CACHE(stale(Kind.APPLY));

    final Bounds bounds;

    Mutant(BoundsChange change) {
        bounds = change.name(name()).states(3_000_000).done();
    }

    private static BoundsChange unconditional(Kind kind) {
        return one().but()
                .late(1, 1, EnumSet.of(kind))
                .crashes(true, false, 1)
                .edits(1, 2)
                .unconditional(kind);
    }

    private static BoundsChange stale(Kind kind) {
        return one().but().stale(kind).edits(1, 3).crashes(true, true, 1);
    }

    private static Bounds one() {
        return Bounds.of("", 1, 1);
    }

    private static Bounds two() {
        return Bounds.of("", 2, 1);
    }

    private static Bounds autoscaled() {
        return Bounds.of("", 1, 1).but().most(2).autoscaling().done();
    }
}
