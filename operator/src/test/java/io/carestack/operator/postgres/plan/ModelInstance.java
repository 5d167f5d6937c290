package io.carestack.operator.postgres.plan;

import io.carestack.operator.postgres.plan.Facts.Branch;
import io.carestack.operator.postgres.plan.Facts.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** One instance of the model: a data directory, a process, and how it obeys the operator. */
final class ModelInstance {
    final String name;
    String identifier = "";
    String incarnation = "";
    boolean runs;
    boolean reachable = true;
    boolean full;
    boolean leaving;
    boolean outdated;
    boolean inRecovery = true;
    long epoch;
    long term;
    long timeline;
    /** Commits and promotions by number; a position is how many there are. */
    List<Long> log = new ArrayList<>();

    String conninfo = "";
    String slot = "";
    String names = "ANY 1 (carestack_none)";
    boolean database;
    Duration newestCommit = Duration.ofMinutes(1);
    Optional<Duration> promoting = Optional.empty();
    List<Branch> history = List.of();
    final TreeSet<String> slots = new TreeSet<>();
    final TreeSet<String> lostSlots = new TreeSet<>();
    Optional<String> role = Optional.empty();

    ModelInstance(String name) {
        this.name = name;
    }

    boolean filled() {
        return !incarnation.isEmpty();
    }

    void fill(String identifier, String incarnation, long timeline, List<Long> log) {
        this.identifier = identifier;
        this.incarnation = incarnation;
        this.timeline = timeline;
        this.log = new ArrayList<>(log);
        term = Math.max(term, timeline);
    }

    void empty() {
        identifier = "";
        incarnation = "";
        runs = false;
        term = 0;
        epoch = 0;
        timeline = 0;
        log = new ArrayList<>();
        conninfo = "";
        slot = "";
        slots.clear();
        database = false;
    }

    /** The container starts: read-only, and with names that nobody has. */
    void start() {
        if (filled()) {
            runs = true;
            inRecovery = true;
            names = "ANY 1 (carestack_none)";
        }
    }

    boolean takesWrites() {
        return runs && !inRecovery;
    }

    Optional<String> streamName() {
        return runs && inRecovery && !conninfo.isEmpty()
                ? Optional.of(conninfo.replaceAll(".*application_name=([^ ]*).*", "$1"))
                : Optional.empty();
    }

    /** It gets what the other one writes: it is configured to, and what it has is the beginning of that. */
    boolean follows(ModelInstance primary) {
        return runs
                && inRecovery
                && conninfo.startsWith("host=" + primary.name + ".")
                && log.size() <= primary.log.size()
                && primary.log.subList(0, log.size()).equals(log);
    }

    Instance view(List<ModelInstance> all) {
        List<Sender> senders = new ArrayList<>();
        for (ModelInstance each : all) {
            if (takesWrites() && each.follows(this)) {
                each.streamName().ifPresent(stream -> senders.add(new Sender(stream, true, each.log.size())));
            }
        }
        Optional<Facts> facts = runs && reachable
                ? Optional.of(new Facts(
                        identifier,
                        inRecovery,
                        epoch,
                        term,
                        incarnation,
                        conninfo,
                        slot,
                        names,
                        timeline,
                        log.size(),
                        inRecovery && all.stream().noneMatch(each -> each.takesWrites() && follows(each)),
                        false,
                        inRecovery && !conninfo.isEmpty(),
                        senders,
                        List.copyOf(slots),
                        "config",
                        "config",
                        List.of(),
                        Optional.empty(),
                        Optional.of(Duration.ofMinutes(1)),
                        Optional.of(newestCommit),
                        promoting,
                        history,
                        0,
                        List.copyOf(lostSlots),
                        database,
                        false))
                : Optional.empty();
        return new Instance(
                name,
                true,
                runs,
                !runs,
                full,
                leaving,
                outdated,
                role,
                facts,
                facts.isPresent() ? "" : "it does not answer");
    }
}
