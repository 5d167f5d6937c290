package io.carestack.operator.rollout.plan;

import java.util.EnumSet;
import java.util.Set;

/**
 * How far a search goes.
 *
 * @param replicas pods that a component has at the beginning, and at most
 * @param workers components, from the last one on, that have no Service
 * @param crashesOld whether the old colour crashes too
 * @param crashes how often pods crash at most; 0 is without limit where they crash at all
 * @param added the second component is new in the second revision
 * @param removed the second component is gone from the second revision
 * @param starving there is room for one green pod of a component only
 * @param slots writes that are carried out late at a time
 * @param lateWrites how many of them in all
 * @param captured kinds of writes that may come late
 * @param unconditional kinds of writes that are not refused although the object has changed
 * @param unread kinds of writes before which the CareStack is not read again
 * @param gentle races that a rollback repairs at once are allowed
 */
record Bounds(
        String name,
        int components,
        int replicas,
        int most,
        int workers,
        boolean crashesNew,
        boolean crashesOld,
        int crashes,
        boolean failing,
        boolean timeouts,
        boolean spec,
        boolean commands,
        int edits,
        int revisions,
        boolean manual,
        boolean migrates,
        boolean pauses,
        boolean database,
        int hands,
        boolean autoscaling,
        boolean starving,
        boolean added,
        boolean removed,
        int slots,
        int lateWrites,
        Set<Kind> captured,
        Set<Kind> unconditional,
        boolean stale,
        Set<Kind> unread,
        boolean loses,
        boolean gentle,
        Set<Rule> rules,
        Traffic traffic,
        int states) {

    static final int STATES = Integer.getInteger("prove.states", 600_000);

    static Bounds of(String name, int components, int replicas) {
        return new Bounds(
                name,
                components,
                replicas,
                replicas,
                0,
                false,
                false,
                0,
                false,
                false,
                false,
                false,
                2,
                2,
                true,
                false,
                false,
                false,
                0,
                false,
                false,
                false,
                false,
                0,
                0,
                Set.of(),
                Set.of(),
                false,
                Set.of(),
                false,
                false,
                EnumSet.allOf(Rule.class),
                Traffic.SELECTOR,
                STATES);
    }

    Bounds named(String next) {
        return new BoundsChange(this).name(next).done();
    }

    BoundsChange but() {
        return new BoundsChange(this);
    }

    boolean crashing() {
        return crashesNew || crashesOld;
    }

    String limits() {
        return "%d components, %d-%d pods%s%s%s%s%s%s%s%s%s%s%s%s%s"
                .formatted(
                        components,
                        replicas,
                        most,
                        workers > 0 ? ", workers=" + workers : "",
                        crashesNew ? ", new crashes" : "",
                        crashesOld ? ", old crashes" : "",
                        crashing() ? "=" + (crashes == 0 ? "any" : crashes) : "",
                        failing ? ", tasks and metrics fail" : "",
                        timeouts ? ", deadlines" : "",
                        spec || commands ? ", edits=" + edits + " of " + revisions + " revisions" : "",
                        commands ? ", commands" : "",
                        migrates ? ", migrations" : "",
                        (pauses ? ", pauses" : "") + (database ? ", database" : ""),
                        (hands > 0 ? ", hands=" + hands : "")
                                + (autoscaling ? ", autoscaler" : "")
                                + (starving ? ", no room" : "")
                                + (added ? ", one is new" : "")
                                + (removed ? ", one goes" : ""),
                        slots > 0 ? ", late=" + lateWrites + " of " + captured : "",
                        (stale ? ", stale cache" : "")
                                + (traffic.overlaps() ? ", overlap" : "")
                                + (traffic.routes() ? ", route" : "")
                                + (loses ? ", lost status" : ""));
    }
}
