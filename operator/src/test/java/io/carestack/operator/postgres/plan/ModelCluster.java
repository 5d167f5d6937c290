package io.carestack.operator.postgres.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.Postgres.Durability;
import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.effective.Database.Failover;
import io.carestack.operator.postgres.plan.Facts.Branch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A cluster without processes or time that carries out steps, suffers faults and checks every invariant after each of them. */
final class ModelCluster {
    static final String DATABASE = "7000000000000000001";
    static final String FOREIGN = "9000000000000000009";

    final List<ModelInstance> instances;
    final List<String> promotions = new ArrayList<>();
    final Set<Long> acknowledged = new TreeSet<>();
    Memory memory = Memory.NOTHING;
    Optional<Long> held = Optional.empty();
    Wanted wanted;
    /** How long the probes have failed when the primary does not answer, and how long too few members have streamed. */
    Duration failing = Duration.ofSeconds(3);

    Duration shortage = Duration.ZERO;
    private final Random random;
    private int made;
    private long numbers;

    ModelCluster(int size, int required, Random random) {
        this.random = random;
        wanted = new Wanted(
                "notes-postgres",
                "care",
                size,
                required,
                Durability.Required,
                "config",
                new Failover(true, Duration.ZERO, Optional.empty()),
                Optional.empty(),
                true,
                Encryption.OFF);
        instances = IntStream.range(0, size)
                .mapToObj(ordinal -> new ModelInstance(wanted.instance(ordinal)))
                .toList();
        ModelInstance first = instances.getFirst();
        first.fill(DATABASE, "i" + made++, 1, List.of(numbers++));
        first.start();
    }

    Observation observe() {
        return new Observation(
                instances.stream().map(each -> each.view(instances)).toList(),
                Optional.of(wanted.instance(0)),
                suspicion(),
                shortage);
    }

    PostgresStep plan() {
        return PostgresPlanner.plan(wanted, memory, observe(), held);
    }

    /** One step of the operator; {@code lost} steps are decided but never done, as when the operator dies. */
    PostgresStep step(boolean lost) {
        PostgresStep step = plan();
        if (!lost) {
            carryOut(step);
        }
        check();
        return step;
    }

    private void carryOut(PostgresStep step) {
        switch (step) {
            case PostgresStep.Wait wait -> {}
            case PostgresStep.Converged converged -> {}
            case PostgresStep.Remember remember -> remember(remember.next());
            case PostgresStep.Label label -> find(label.pod()).role = label.role();
            case PostgresStep.Seal seal -> {
                ModelInstance instance = fence(seal.instance());
                instance.term = memory.term();
                instance.conninfo = "";
            }
            case PostgresStep.Stop stop -> {
                ModelInstance instance = fence(stop.instance());
                instance.term = memory.term();
                if (stop.gentle()) {
                    replicate(instance);
                }
                instance.start();
            }
            case PostgresStep.HandOver handOver -> {
                fence(handOver.primary());
                remember(handOver.next());
            }
            case PostgresStep.Rejoin rejoin -> rejoin(rejoin);
            case PostgresStep.Promote promote -> promote(promote);
            case PostgresStep.SetNames names -> fence(names.primary()).names = names.names();
            case PostgresStep.RaiseRequired raise -> {
                fence(raise.primary()).names = raise.names();
                remember(raise.next());
            }
            case PostgresStep.RemoveMembers remove -> {
                fence(remove.primary()).names = remove.names();
                remember(remove.next());
            }
            case PostgresStep.ConfirmTerm confirm -> remember(confirm.next());
            case PostgresStep.Follow follow -> {
                fence(follow.primary()).slots.add(follow.slot());
                ModelInstance replica = fence(follow.replica());
                replica.term = memory.term();
                replica.conninfo = follow.conninfo();
                replica.slot = follow.slot();
                replicate(find(follow.primary()));
            }
            case PostgresStep.DropSlot drop -> {
                ModelInstance primary = fence(drop.primary());
                primary.slots.remove(drop.slot());
                primary.lostSlots.remove(drop.slot());
            }
            case PostgresStep.ConfigureDatabase configure -> fence(configure.primary()).database = true;
            case PostgresStep.Reload reload -> {}
            case PostgresStep.Restart restart -> fence(restart.instance()).start();
            case PostgresStep.DeletePod deletePod -> {
                ModelInstance instance = find(deletePod.pod());
                instance.outdated = false;
                instance.role = Optional.empty();
                instance.start();
            }
        }
    }

    /** Whoever follows has everything. */
    private void replicate(ModelInstance primary) {
        instances.stream().filter(each -> each.follows(primary)).forEach(each -> {
            each.log = new ArrayList<>(primary.log);
            each.timeline = primary.timeline;
            each.history = primary.history;
        });
    }

    private void rejoin(PostgresStep.Rejoin rejoin) {
        ModelInstance primary = find(rejoin.primary());
        ModelInstance replica = fence(rejoin.replica());
        assertThat(replica.inRecovery).as("only a replica is made anew").isTrue();
        assertThat(replica.follows(primary))
                .as("nobody is made anew who can follow")
                .isFalse();
        replica.log = new ArrayList<>(primary.log);
        replica.timeline = primary.timeline;
        replica.history = primary.history;
        replica.term = Math.max(memory.term(), primary.timeline);
        replica.conninfo = "host=" + primary.name + ".x application_name=" + replica.name + "_t0";
        replica.start();
    }

    private Suspicion suspicion() {
        return memory.candidate()
                .or(memory::primary)
                .map(this::find)
                .filter(each -> !each.runs || !each.reachable)
                .map(each -> new Suspicion(3, failing, Duration.ZERO))
                .orElse(Suspicion.NONE);
    }

    private void remember(Memory next) {
        if (next.epoch() > memory.epoch()) {
            held = Optional.of(next.epoch());
        }
        assertThat(next.term()).as("terms only rise").isGreaterThanOrEqualTo(memory.term());
        if (next.term() == memory.term() && memory.candidate().isPresent()) {
            assertThat(next.candidate())
                    .as("a candidate is written once in a term")
                    .isEqualTo(memory.candidate());
        }
        memory = next;
    }

    private ModelInstance fence(String name) {
        ModelInstance instance = find(name);
        assertThat(held).as("no act without the epoch").contains(memory.epoch());
        assertThat(instance.identifier).as("no act on another database").isEqualTo(DATABASE);
        instance.epoch = memory.epoch();
        return instance;
    }

    private void promote(PostgresStep.Promote promote) {
        ModelInstance instance = fence(promote.instance());
        QuorumRecord record = memory.current().orElseThrow();
        assertThat(memory.candidate())
                .as("the candidate is in the status first")
                .contains(promote.instance());
        assertThat(promote.names()).as("the names are the record").isEqualTo(Quorum.names(record));
        assertThat(instance.log)
                .as("every acknowledged commit is on the candidate")
                .containsAll(acknowledged);
        promotions.add(memory.term() + " " + promote.instance() + " " + instance.incarnation);
        instance.names = promote.names();
        instance.inRecovery = false;
        List<Branch> history = new ArrayList<>(instance.history);
        history.add(new Branch(instance.timeline, instance.log.size()));
        instance.history = history;
        instance.timeline = memory.term();
        instance.log.add(numbers++);
    }

    /** A client commits on whoever takes writes; it is acknowledged when the names say so. */
    void commit() {
        for (ModelInstance primary : instances) {
            if (!primary.takesWrites()) {
                continue;
            }
            long commit = numbers++;
            primary.log.add(commit);
            List<ModelInstance> followers = instances.stream()
                    .filter(each -> each.follows(primary))
                    .filter(follower -> random.nextInt(3) > 0)
                    .toList();
            followers.forEach(each -> {
                each.log = new ArrayList<>(primary.log);
                each.timeline = primary.timeline;
                each.history = primary.history;
            });
            long confirmed = followers.stream()
                    .filter(each ->
                            primary.names.contains("\"" + each.streamName().orElse("?") + "\""))
                    .count();
            long needed =
                    primary.names.isEmpty() ? 0 : Long.parseLong(primary.names.split(" ")[1]);
            if (confirmed >= needed) {
                acknowledged.add(commit);
            }
        }
    }

    void fault() {
        ModelInstance victim = instances.get(random.nextInt(instances.size()));
        boolean replica =
                memory.primary().isPresent() && !memory.primary().get().equals(victim.name);
        switch (random.nextInt(6)) {
            case 0 -> victim.start();
            case 1 -> victim.reachable = false;
            case 2 -> instances.forEach(each -> each.reachable = true);
            case 3 -> held = Optional.empty();
            case 4 -> {
                if (replica) {
                    victim.empty();
                }
            }
            default -> clone(victim);
        }
        check();
    }

    /** What the entrypoint does with an empty directory: a copy of whoever takes writes, that streams under a name which counts nowhere. */
    void clone(ModelInstance empty) {
        instances.stream()
                .filter(ModelInstance::takesWrites)
                .findFirst()
                .filter(source -> !empty.filled())
                .ifPresent(source -> {
                    empty.fill(DATABASE, "i" + made++, source.timeline, source.log);
                    empty.history = source.history;
                    empty.conninfo = "host=" + source.name + ".x application_name=" + empty.name + "_t0";
                    empty.start();
                });
    }

    private void check() {
        assertThat(instances.stream()
                        .filter(each -> each.role.filter("primary"::equals).isPresent())
                        .count())
                .as("the read-write label is on at most one pod")
                .isLessThanOrEqualTo(1);
        assertThat(promotions.stream()
                        .map(each -> each.split(" ")[0])
                        .distinct()
                        .count())
                .as("one term, one promotion: %s", promotions)
                .isEqualTo(promotions.size());
        assertThat(instances).allSatisfy(each -> {
            if (each.takesWrites() && wanted.required() > 0 && wanted.durability() == Durability.Required) {
                assertThat(each.names)
                        .as("names are never empty while commits must wait")
                        .isNotEmpty();
            }
            if (each.identifier.equals(FOREIGN)) {
                assertThat(each.takesWrites())
                        .as("another database is never promoted")
                        .isFalse();
                assertThat(memory.records())
                        .allSatisfy(record -> assertThat(record.toString()).doesNotContain(each.incarnation));
            }
        });
    }

    ModelInstance find(String name) {
        return instances.stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Everything answers and every empty directory is filled again. */
    void heal() {
        instances.forEach(each -> {
            each.reachable = true;
            clone(each);
            if (!each.runs) {
                each.start();
            }
        });
    }
}
