package io.carestack.operator.postgres.model;

import static io.carestack.operator.postgres.model.Fault.CRASH;
import static io.carestack.operator.postgres.model.Fault.CUT;
import static io.carestack.operator.postgres.model.Fault.DOUBT;
import static io.carestack.operator.postgres.model.Fault.FREEZE;
import static io.carestack.operator.postgres.model.Fault.LOSS;
import static io.carestack.operator.postgres.model.Fault.RECYCLE;
import static io.carestack.operator.postgres.model.Fault.SPEC;
import static io.carestack.operator.postgres.model.Fault.STRAY;
import static io.carestack.operator.postgres.model.Fault.TAKEOVER;
import static io.carestack.operator.postgres.model.Fault.WIPE;

import io.carestack.operator.postgres.plan.Wanted;
import java.util.List;
import java.util.Optional;

/** The searches in which nothing may be broken. */
final class Proof {
    /** States of each search; more take longer. */
    private static final int MOST = Integer.getInteger("prove.states", 600_000);

    private Proof() {}

    /** A minute's worth, all of them complete. */
    static List<Scenario> small() {
        Scenario three = stack("", 3, 1);
        return List.of(
                three.named("crash").with(CRASH, 1).with(TAKEOVER, 1),
                three.named("freeze").with(FREEZE, 1),
                three.named("cut off").with(CUT, 2),
                three.named("lost for good").with(LOSS, 1).with(CRASH, 1),
                stack("two instances, emptied volume", 2, 1).with(FREEZE, 1).with(WIPE, 1),
                stack("one instance", 1, 0).with(CRASH, 2),
                change("more required", spec(3, 1), spec(3, 2)).with(CRASH, 1),
                change("switchover", spec(3, 1), switchover(1)).with(CRASH, 1).prompt(),
                stack("two operators, two instances", 2, 1)
                        .operators(2)
                        .with(FREEZE, 1)
                        .with(TAKEOVER, 1));
    }

    /**
     * What is known to be broken: an operator that was overtaken sends clients to a primary that its successor could not reach. Kubernetes compares
     * nothing when a label is written. Nothing is lost, because that primary acknowledges nothing.
     */
    static Scenario open() {
        return stack("label by an overtaken operator", 2, 1)
                .operators(2)
                .with(TAKEOVER, 1)
                .with(DOUBT, 1)
                .with(FREEZE, 1)
                .terms(4)
                .writes(0);
    }

    static List<Scenario> large() {
        Scenario three = stack("", 3, 1);
        Scenario two = stack("", 2, 1);
        Scenario fourth = stack("", 4, 1).prompt();
        return List.of(
                three.named("crashes").with(CRASH, 2).with(TAKEOVER, 1).terms(4),
                three.named("freezes").with(FREEZE, 2).terms(4),
                three.named("freeze and crash").with(FREEZE, 1).with(CRASH, 1).terms(4),
                three.named("freeze and crash, two writes")
                        .with(FREEZE, 1)
                        .with(CRASH, 1)
                        .writes(2),
                three.named("crash, two operators").operators(2).with(CRASH, 1).with(TAKEOVER, 1),
                three.named("freeze, two operators")
                        .operators(2)
                        .with(FREEZE, 1)
                        .with(TAKEOVER, 1),
                three.named("freeze, two operators, each leads twice")
                        .operators(2)
                        .with(FREEZE, 1)
                        .with(TAKEOVER, 2),
                three.named("doubt, two operators").operators(2).with(DOUBT, 1).with(TAKEOVER, 1),
                three.named("doubt and freeze").with(DOUBT, 1).with(FREEZE, 1),
                three.named("cut off").with(CUT, 3).terms(4),
                three.named("cut off and crash").with(CUT, 2).with(CRASH, 1),
                three.named("emptied volume and freeze").with(WIPE, 1).with(FREEZE, 1),
                three.named("emptied volume and crash").with(WIPE, 1).with(CRASH, 1),
                three.named("emptied volume, cut off").with(WIPE, 1).with(CUT, 2),
                three.named("stale address").with(STRAY, 1).with(FREEZE, 1).with(CRASH, 1),
                three.named("left-over order and a zombie")
                        .with(CRASH, 1)
                        .with(FREEZE, 1)
                        .from(Mutants::orderedToRewindOnceAndAZombieThatKnowsTheTerm),
                three.named("log recycled").with(RECYCLE, 1).with(FREEZE, 1),
                three.named("lost for good").with(LOSS, 1).with(FREEZE, 1).with(CRASH, 1),
                three.named("two lost for good").with(LOSS, 2).with(CRASH, 1),
                change("scale in 3 to 2", spec(3, 1), spec(2, 1)).with(CRASH, 1).with(FREEZE, 1),
                change("scale in 3 to 1", spec(3, 1), spec(1, 0)).with(CRASH, 1).terms(4),
                change("scale in, two operators", spec(3, 1), spec(2, 1))
                        .operators(2)
                        .with(CRASH, 1)
                        .with(TAKEOVER, 1),
                change("scale out 1 to 3", spec(1, 0), spec(3, 1)).with(CRASH, 1),
                change("scale out 2 to 3, emptied volume", spec(2, 1), spec(3, 1))
                        .with(WIPE, 1),
                change("more required", spec(3, 1), spec(3, 2)).with(CRASH, 1).with(FREEZE, 1),
                change("fewer required", spec(3, 2), spec(3, 1)).with(CRASH, 1).with(FREEZE, 1),
                change("required changes, two operators", spec(3, 1), spec(3, 2), spec(3, 1))
                        .with(CRASH, 1)
                        .with(SPEC, 2)
                        .operators(2)
                        .with(TAKEOVER, 1),
                change("switchover", spec(3, 1), switchover(1)).with(CRASH, 1).terms(4),
                change("switchover and freeze", spec(3, 1), switchover(1)).with(FREEZE, 1),
                change("switchover, two operators", spec(3, 1), switchover(1))
                        .operators(2)
                        .with(TAKEOVER, 1),
                change("switchover, then scale in", spec(3, 1), switchover(2), spec(1, 0))
                        .with(SPEC, 2)
                        .prompt()
                        .terms(5),
                stack("two required", 3, 2).with(CRASH, 1).with(FREEZE, 1),
                stack("two required, emptied volume", 3, 2).with(WIPE, 1).with(CRASH, 1),
                two.named("two instances")
                        .with(CRASH, 1)
                        .with(FREEZE, 1)
                        .with(WIPE, 1)
                        .with(TAKEOVER, 1),
                two.named("two instances, two operators")
                        .operators(2)
                        .with(CRASH, 1)
                        .with(FREEZE, 1)
                        .with(TAKEOVER, 1),
                stack("one instance", 1, 0)
                        .operators(2)
                        .with(CRASH, 2)
                        .with(FREEZE, 1)
                        .with(TAKEOVER, 2)
                        .terms(5),
                fourth.named("four instances").with(CRASH, 1).with(FREEZE, 1),
                stack("four instances, two required", 4, 2)
                        .prompt()
                        .with(FREEZE, 1)
                        .with(LOSS, 1));
    }

    private static Scenario stack(String name, int instances, int required) {
        return Scenario.of(name, spec(instances, required)).settling().states(MOST);
    }

    private static Scenario change(String name, Wanted... specs) {
        return Scenario.of(name, specs).with(SPEC, 1).settling().states(MOST);
    }

    private static Wanted spec(int instances, int required) {
        return Scenario.spec(instances, required);
    }

    private static Wanted switchover(int target) {
        return Scenario.spec(3, 1, Optional.of(World.name(target)));
    }
}
