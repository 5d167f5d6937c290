package io.carestack.operator.rollout.plan;

import java.util.EnumSet;
import java.util.Set;

/** Other bounds that differ in some parts; used once and not shared. */
final class BoundsChange {
    private String name;
    private int components;
    private int replicas;
    private int most;
    private int workers;
    private boolean crashesNew;
    private boolean crashesOld;
    private int crashes;
    private boolean failing;
    private boolean timeouts;
    private boolean spec;
    private boolean commands;
    private int edits;
    private int revisions;
    private boolean manual;
    private boolean migrates;
    private boolean pauses;
    private boolean database;
    private int hands;
    private boolean autoscaling;
    private boolean starving;
    private boolean added;
    private boolean removed;
    private int slots;
    private int lateWrites;
    private Set<Kind> captured;
    private Set<Kind> unconditional;
    private boolean stale;
    private Set<Kind> unread;
    private boolean loses;
    private boolean gentle;
    private Set<Rule> rules;
    private Traffic traffic;
    private int states;

    BoundsChange(Bounds from) {
        name = from.name();
        components = from.components();
        replicas = from.replicas();
        most = from.most();
        workers = from.workers();
        crashesNew = from.crashesNew();
        crashesOld = from.crashesOld();
        crashes = from.crashes();
        failing = from.failing();
        timeouts = from.timeouts();
        spec = from.spec();
        commands = from.commands();
        edits = from.edits();
        revisions = from.revisions();
        manual = from.manual();
        migrates = from.migrates();
        pauses = from.pauses();
        database = from.database();
        hands = from.hands();
        autoscaling = from.autoscaling();
        starving = from.starving();
        added = from.added();
        removed = from.removed();
        slots = from.slots();
        lateWrites = from.lateWrites();
        captured = from.captured();
        unconditional = from.unconditional();
        stale = from.stale();
        unread = from.unread();
        loses = from.loses();
        gentle = from.gentle();
        rules = from.rules();
        traffic = from.traffic();
        states = from.states();
    }

    BoundsChange name(String value) {
        name = value;
        return this;
    }

    BoundsChange most(int value) {
        most = value;
        return this;
    }

    BoundsChange workers(int value) {
        workers = value;
        return this;
    }

    /** @param limit 0 is without limit */
    BoundsChange crashes(boolean fresh, boolean old, int limit) {
        crashesNew = fresh;
        crashesOld = old;
        crashes = limit;
        return this;
    }

    BoundsChange failing() {
        failing = true;
        return this;
    }

    BoundsChange timeouts() {
        timeouts = true;
        return this;
    }

    BoundsChange edits(int limit, int of) {
        spec = true;
        edits = limit;
        revisions = of;
        return this;
    }

    BoundsChange commands(int limit) {
        commands = true;
        edits = limit;
        return this;
    }

    BoundsChange automatic() {
        manual = false;
        return this;
    }

    BoundsChange migrates() {
        migrates = true;
        return this;
    }

    BoundsChange pauses() {
        pauses = true;
        return this;
    }

    BoundsChange database() {
        database = true;
        return this;
    }

    BoundsChange hands(int limit) {
        hands = limit;
        return this;
    }

    BoundsChange autoscaling() {
        autoscaling = true;
        return this;
    }

    BoundsChange added() {
        added = true;
        return this;
    }

    BoundsChange removed() {
        removed = true;
        return this;
    }

    BoundsChange starving() {
        starving = true;
        return this;
    }

    /** @param at writes that are pending at a time */
    BoundsChange late(int at, int limit, Set<Kind> kinds) {
        slots = at;
        lateWrites = limit;
        captured = kinds;
        gentle = true;
        return this;
    }

    BoundsChange unconditional(Kind... kinds) {
        unconditional = Set.of(kinds);
        return this;
    }

    BoundsChange stale(Kind... without) {
        stale = true;
        unread = Set.of(without);
        gentle = true;
        return this;
    }

    BoundsChange loses() {
        loses = true;
        return this;
    }

    BoundsChange strict() {
        gentle = false;
        return this;
    }

    BoundsChange without(Rule... broken) {
        EnumSet<Rule> left = EnumSet.copyOf(rules);
        left.removeAll(Set.of(broken));
        rules = left;
        return this;
    }

    BoundsChange moving(Traffic by) {
        traffic = by;
        return this;
    }

    BoundsChange states(int limit) {
        states = limit;
        return this;
    }

    Bounds done() {
        return new Bounds(
                name,
                components,
                replicas,
                most,
                workers,
                crashesNew,
                crashesOld,
                crashes,
                failing,
                timeouts,
                spec,
                commands,
                edits,
                revisions,
                manual,
                migrates,
                pauses,
                database,
                hands,
                autoscaling,
                starving,
                added,
                removed,
                slots,
                lateWrites,
                captured,
                unconditional,
                stale,
                unread,
                loses,
                gentle,
                rules,
                traffic,
                states);
    }
}
