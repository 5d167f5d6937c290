package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.Failure.Reason;
import io.carestack.operator.rollout.plan.RolloutStep.Remember;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What is remembered and what is seen, side by side, while something is stable. */
record Situation(RolloutObservation seen, RolloutMemory memory, Instant now, Set<Rule> rules) {
    static final Duration ABORTING = Duration.ofSeconds(300);
    static final Duration DEBUGGING = Duration.ofSeconds(30);
    static final Duration GOING_BACK = Duration.ofSeconds(300);
    static final Duration GROWING = Duration.ofSeconds(60);

    boolean holds(Rule rule) {
        return rules.contains(rule);
    }

    Wanted wanted() {
        return seen.wanted();
    }

    Revision stable() {
        return memory.stable().orElseThrow();
    }

    /** The colour that serves while nothing is under way. */
    Color old() {
        return stable().color();
    }

    /** The colour that is built. */
    Color fresh() {
        return old().other();
    }

    Target target() {
        return memory.target().orElseThrow();
    }

    /** Whether the target was stable once: its migration is in the schema, and later ones are not undone. */
    boolean returns() {
        return target().restored() || memory.history().contains(target().hash());
    }

    boolean due() {
        return memory.due().filter(now::isBefore).isEmpty();
    }

    boolean late() {
        return memory.deadline().filter(each -> !now.isBefore(each)).isPresent();
    }

    /** Whether any request may go to the new colour by what was written. */
    boolean anyFresh() {
        return aside(fresh())
                || (holds(Rule.EVERY_SERVICE)
                        ? seen.anySelects(fresh())
                        : seen.components().getFirst().reaches(fresh()));
    }

    /** Whether requests from outside go to this colour around the Services. */
    boolean aside(Color color) {
        return memory.aside().filter(each -> each.color() == color).isPresent();
    }

    /** Whether the routes from outside send requests where they were told to. */
    boolean followed() {
        return seen.followed() || !holds(Rule.ROUTES_FOLLOW);
    }

    boolean allFresh() {
        return holds(Rule.EVERY_SERVICE)
                ? seen.allSelect(fresh())
                : seen.components().getFirst().settled(fresh());
    }

    boolean allOld() {
        return holds(Rule.EVERY_SERVICE)
                ? seen.allSelect(old())
                : seen.components().getFirst().settled(old());
    }

    boolean anyRouted(Color color) {
        return holds(Rule.CONFIRMED)
                && seen.components().stream()
                        .anyMatch(each ->
                                each.runs(color.other()) && each.routed().contains(color));
    }

    /** Whether every component runs the target's template, unchanged. */
    boolean built() {
        return seen.components().stream()
                .filter(each -> each.runs(fresh()))
                .allMatch(each -> each.deployment(fresh())
                        .filter(found -> found.runs(target().hash()) && found.replicas() > 0)
                        .isPresent());
    }

    boolean freshFull() {
        return seen.components().stream()
                .filter(each -> each.runs(fresh()))
                .allMatch(each ->
                        each.deployment(fresh()).filter(DeploymentSeen::full).isPresent());
    }

    /** Whether a colour may lose pods: no request can reach it, and the other one serves everywhere and is ready everywhere. */
    boolean mayShrink(Color color) {
        return seen.allSelect(color.other())
                && (!holds(Rule.SHRINK_NEEDS_OTHER) || seen.allReady(color.other()))
                && !anyRouted(color)
                && !aside(color)
                && followed();
    }

    Failure failure(Reason reason, String message) {
        return new Failure(target().hash(), target().attempt(), reason, message);
    }

    Remember abort(Failure failure) {
        RolloutMemory noted =
                noteMigration(memory).changed().ending(Optional.of(failure)).done();
        return new Remember(
                noted.in(Phase.Aborting, Optional.of(now.plus(ABORTING)), Optional.of(now.plus(DEBUGGING)))
                        .turned(),
                failure.message());
    }

    Remember rollBack(Failure failure) {
        return new Remember(
                goingBack(memory.changed().ending(Optional.of(failure)).done()), failure.message());
    }

    RolloutMemory goingBack(RolloutMemory from) {
        return from.in(Phase.RollingBack, Optional.of(now.plus(GOING_BACK)), Optional.of(now.plus(GROWING)))
                .turned();
    }

    /** A migration that is stopped halfway, or that failed, may have changed the schema. */
    RolloutMemory noteMigration(RolloutMemory from) {
        return switch (from.phase() == Phase.Migrating
                ? seen.outcome(Task.MIGRATION).state()
                : Outcome.State.MISSING) {
            case RUNNING, FAILED -> from.touched(target().hash(), false);
            case SUCCEEDED -> wanted().migrates() ? from.touched(target().hash(), true) : from;
            case MISSING -> from;
        };
    }
}
