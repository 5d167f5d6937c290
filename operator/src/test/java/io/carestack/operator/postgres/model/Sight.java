package io.carestack.operator.postgres.model;

import io.carestack.operator.postgres.model.Machine.Life;
import io.carestack.operator.postgres.plan.Facts;
import io.carestack.operator.postgres.plan.Facts.Branch;
import io.carestack.operator.postgres.plan.Facts.Sender;
import io.carestack.operator.postgres.plan.Instance;
import io.carestack.operator.postgres.plan.Observation;
import io.carestack.operator.postgres.plan.Suspicion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an operator sees of the world: the planner's own input. */
final class Sight {
    static final String DATABASE = "7000000000000000001";
    private static final Suspicion LOST = new Suspicion(3, Duration.ofMinutes(1), Duration.ZERO);
    private static final Suspicion HANGS = new Suspicion(0, Duration.ZERO, Duration.ofMinutes(1));

    private final Scenario scenario;
    private final Replication replication;

    Sight(Scenario scenario, Replication replication) {
        this.scenario = scenario;
        this.replication = replication;
    }

    /** @param doubt the probes say that writes hang */
    Observation observe(World world, Operator operator, boolean doubt) {
        List<Instance> instances = world.machines().stream()
                .filter(each -> each.life() != Life.REMOVED)
                .map(each -> instance(world, operator, each))
                .toList();
        Optional<String> first =
                world.memory().systemIdentifier().isEmpty() ? Optional.of(World.name(0)) : Optional.empty();
        return new Observation(instances, first, suspicion(world, instances, doubt), Duration.ofMinutes(1));
    }

    private static Suspicion suspicion(World world, List<Instance> instances, boolean doubt) {
        Optional<String> primary = world.memory().candidate().or(world.memory()::primary);
        boolean answers = primary.isEmpty()
                || instances.stream()
                        .anyMatch(each -> each.name().equals(primary.get())
                                && each.facts().isPresent());
        return !answers ? LOST : doubt ? HANGS : Suspicion.NONE;
    }

    private Instance instance(World world, Operator operator, Machine machine) {
        boolean ignored = scenario.broken(Mutant.ZOMBIES_NOT_STOPPED)
                && machine.life() == Life.PRIMARY
                && machine.disk().timeline() < world.memory().term();
        Optional<Facts> facts = machine.answers() && operator.sees(machine.ordinal()) && !ignored
                ? Optional.of(facts(world, machine))
                : Optional.empty();
        return new Instance(
                World.name(machine.ordinal()),
                machine.life() != Life.LOST,
                machine.answers(),
                machine.life() == Life.DOWN || machine.life() == Life.LOST,
                false,
                false,
                false,
                Optional.of(machine.labelled() ? "primary" : "replica"),
                facts,
                facts.isPresent() ? "" : "it does not answer");
    }

    private Facts facts(World world, Machine machine) {
        Disk disk = machine.disk();
        boolean recovery = machine.life() == Life.STANDBY;
        boolean receiving = !machine.receiver().none() && !scenario.broken(Mutant.SEAL_NOT_VERIFIED);
        boolean early = recovery && !machine.noted().isEmpty();
        String log = early ? machine.noted() : disk.log();
        return new Facts(
                DATABASE,
                recovery,
                disk.epoch(),
                disk.term(),
                String.valueOf(disk.filling()),
                disk.conninfo().text(),
                disk.conninfo().text().contains("port=") ? slot(machine.ordinal()) : "",
                disk.names().text(),
                replication.timeline(log),
                log.length(),
                recovery && disk.conninfo().none() && !receiving,
                false,
                receiving,
                senders(world, machine),
                world.machines().stream()
                        .filter(each -> each.ordinal() != machine.ordinal() && each.life() != Life.REMOVED)
                        .map(each -> slot(each.ordinal()))
                        .toList(),
                "config",
                "config",
                List.of(),
                Optional.empty(),
                silence(world, machine),
                Optional.of(Duration.ofMinutes(1)),
                Optional.empty(),
                recovery ? List.of() : history(disk.log()),
                machine.oldest(),
                List.of(),
                !recovery,
                false);
    }

    private static String slot(int ordinal) {
        return "carestack_" + ordinal;
    }

    private static Optional<Duration> silence(World world, Machine machine) {
        Stream receiver = machine.receiver();
        if (receiver.none()) {
            return Optional.empty();
        }
        return Optional.of(world.reaches(machine.ordinal(), receiver.target()) ? Duration.ZERO : Duration.ofMinutes(1));
    }

    private List<Sender> senders(World world, Machine machine) {
        boolean unseen = scenario.broken(Mutant.NO_ADD_BEFORE_CONFIRMED)
                && world.memory().records().size() > 1;
        return world.machines().stream()
                .filter(each -> each.receiver().target() == machine.ordinal())
                .filter(each -> !unseen || each.receiver().term() > 0)
                .map(each -> new Sender(
                        World.name(each.ordinal()) + "_t" + each.receiver().term(),
                        true,
                        each.disk().log().length()))
                .toList();
    }

    private List<Branch> history(String log) {
        List<Branch> branches = new ArrayList<>();
        for (int index = 1; index < log.length(); index++) {
            if (!Wal.isCommit(log.charAt(index))) {
                branches.add(new Branch(replication.timeline(log.substring(0, index)), index));
            }
        }
        return List.copyOf(branches);
    }
}
