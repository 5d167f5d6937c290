package io.carestack.operator.rollout.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The searches in which nothing may be broken. */
final class Proof {
    static final Set<Kind> ANY =
            EnumSet.of(Kind.STATUS, Kind.SELECTOR, Kind.SCALE, Kind.AUTOSCALER, Kind.APPLY, Kind.FENCE);

    private Proof() {}

    /** Those that take seconds. */
    static List<Bounds> small() {
        return List.of(
                one("one component"),
                two("two components"),
                one("new colour crashes")
                        .but()
                        .crashes(true, false, 0)
                        .failing()
                        .timeouts()
                        .done(),
                two("new colour of two crashes")
                        .but()
                        .crashes(true, false, 2)
                        .failing()
                        .done(),
                one("both colours crash")
                        .but()
                        .crashes(true, true, 0)
                        .failing()
                        .timeouts()
                        .done(),
                one("three revisions").but().edits(2, 3).done(),
                one("commands").but().commands(2).failing().done(),
                one("status is lost").but().loses().done(),
                one("hands").but().hands(1).done(),
                two("database").but().database().done(),
                Bounds.of("workers alone", 1, 1)
                        .but()
                        .workers(1)
                        .crashes(true, true, 2)
                        .failing()
                        .done(),
                Bounds.of("autoscaler", 1, 1).but().most(2).autoscaling().done(),
                Bounds.of("no room", 1, 1)
                        .but()
                        .most(2)
                        .autoscaling()
                        .starving()
                        .timeouts()
                        .done(),
                two("a new component")
                        .but()
                        .added()
                        .failing()
                        .crashes(true, false, 1)
                        .done(),
                two("a component that goes")
                        .but()
                        .removed()
                        .failing()
                        .crashes(true, false, 1)
                        .done(),
                two("overlap").but().moving(Sight.OVERLAP).done(),
                one("overlap, both colours crash")
                        .but()
                        .moving(Sight.OVERLAP)
                        .crashes(true, true, 0)
                        .failing()
                        .timeouts()
                        .done(),
                two("route").but().moving(Sight.ROUTE).done(),
                one("route, both colours crash")
                        .but()
                        .moving(Sight.ROUTE)
                        .crashes(true, true, 0)
                        .failing()
                        .timeouts()
                        .done(),
                one("a late selector write")
                        .but()
                        .late(1, 1, Set.of(Kind.SELECTOR))
                        .crashes(true, false, 1)
                        .done());
    }

    /** Those that take minutes. */
    static List<Bounds> large() {
        return List.of(
                one("three revisions, commands").but().edits(3, 3).commands(3).done(),
                one("three revisions, commands, crashes")
                        .but()
                        .crashes(true, true, 0)
                        .failing()
                        .timeouts()
                        .edits(2, 3)
                        .commands(2)
                        .done(),
                two("both colours of two crash")
                        .but()
                        .crashes(true, true, 2)
                        .failing()
                        .timeouts()
                        .done(),
                two("both colours of two crash, edits")
                        .but()
                        .crashes(true, true, 1)
                        .failing()
                        .timeouts()
                        .edits(1, 2)
                        .commands(1)
                        .done(),
                two("database, pauses, crashes")
                        .but()
                        .database()
                        .pauses()
                        .crashes(true, true, 1)
                        .timeouts()
                        .done(),
                two("hands on two")
                        .but()
                        .hands(1)
                        .crashes(true, true, 1)
                        .timeouts()
                        .done(),
                one("two hands").but().hands(2).failing().timeouts().done(),
                one("migrations, three revisions")
                        .but()
                        .migrates()
                        .failing()
                        .edits(3, 3)
                        .commands(3)
                        .done(),
                Bounds.of("autoscaler, late", 1, 1)
                        .but()
                        .most(2)
                        .autoscaling()
                        .late(1, 1, ANY)
                        .edits(1, 2)
                        .commands(1)
                        .timeouts()
                        .done(),
                Bounds.of("autoscaler of two", 2, 1)
                        .but()
                        .most(2)
                        .autoscaling()
                        .commands(1)
                        .done(),
                Bounds.of("autoscaler, two pods", 1, 2)
                        .but()
                        .autoscaling()
                        .commands(1)
                        .crashes(true, true, 1)
                        .timeouts()
                        .done(),
                one("two late writes")
                        .but()
                        .late(2, 2, ANY)
                        .crashes(true, true, 1)
                        .done(),
                one("late write, edits")
                        .but()
                        .late(1, 2, ANY)
                        .crashes(true, true, 1)
                        .edits(1, 3)
                        .timeouts()
                        .done(),
                two("late write of two")
                        .but()
                        .late(1, 1, ANY)
                        .crashes(true, true, 1)
                        .done(),
                one("stale cache")
                        .but()
                        .stale()
                        .edits(1, 3)
                        .crashes(true, true, 1)
                        .done(),
                one("hands, late write")
                        .but()
                        .hands(1)
                        .late(1, 1, ANY)
                        .crashes(true, false, 1)
                        .done(),
                Bounds.of("database, autoscaler, late", 1, 1)
                        .but()
                        .most(2)
                        .autoscaling()
                        .database()
                        .pauses()
                        .late(1, 1, ANY)
                        .done(),
                two("a new component, edits")
                        .but()
                        .added()
                        .crashes(true, true, 1)
                        .failing()
                        .timeouts()
                        .edits(1, 2)
                        .commands(1)
                        .done(),
                two("a component that goes, edits")
                        .but()
                        .removed()
                        .crashes(true, true, 1)
                        .failing()
                        .timeouts()
                        .edits(1, 2)
                        .commands(1)
                        .done(),
                two("status of two is lost")
                        .but()
                        .loses()
                        .crashes(true, true, 1)
                        .timeouts()
                        .done(),
                Bounds.of("service and worker", 2, 1)
                        .but()
                        .workers(1)
                        .crashes(true, true, 2)
                        .failing()
                        .timeouts()
                        .done(),
                Bounds.of("everything", 2, 2)
                        .but()
                        .crashes(true, true, 0)
                        .failing()
                        .timeouts()
                        .edits(3, 3)
                        .commands(3)
                        .pauses()
                        .database()
                        .autoscaling()
                        .late(2, 2, ANY)
                        .done());
    }

    static Bounds one(String name) {
        return Bounds.of(name, 1, 1);
    }

    static Bounds two(String name) {
        return Bounds.of(name, 2, 1);
    }
}
