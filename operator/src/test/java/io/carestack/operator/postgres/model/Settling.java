package io.carestack.operator.postgres.model;

import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.postgres.model.Machine.Life;
import io.carestack.operator.postgres.model.Operator.Decision;
import io.carestack.operator.postgres.model.World.Past;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.postgres.plan.PostgresStep.Converged;
import io.carestack.operator.postgres.plan.PostgresStep.Wait;
import io.carestack.operator.postgres.plan.Wanted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether everything comes to rest once the faults end: all that live answer again, what operators had under way is lost, and a new leader does
 * one step after the other while the instances do what they do by themselves.
 */
final class Settling {
    private static final int STEPS = 300;
    private static final int REMEMBERED = 500_000;
    private static final Map<Fault, Integer> LEADERS = new EnumMap<>(Map.of(Fault.TAKEOVER, 9));

    private final Model model;
    private final Set<World> good = new HashSet<>();

    Settling(Model model) {
        this.model = model;
    }

    /** Why a state does not come to rest, and how it ended. */
    record Stuck(String why, World world) {}

    Optional<Stuck> stuck(World world) {
        if (good.size() > REMEMBERED) {
            good.clear();
        }
        List<World> chain = new ArrayList<>();
        World now = healed(world);
        for (int count = 0; count < STEPS; count++) {
            now = quiet(now);
            if (good.contains(now)) {
                good.addAll(chain);
                return Optional.empty();
            }
            chain.add(now);
            PostgresStep step = model.deciding.plan(now, now.operators().getFirst(), false);
            if (step instanceof Converged || step instanceof Wait wait && legitimate(now, wait)) {
                good.addAll(chain);
                return Optional.empty();
            }
            Optional<Decision> decision = model.deciding.decision(now, step);
            if (decision.isEmpty()) {
                return Optional.of(new Stuck("STUCK " + Deciding.text(step), now));
            }
            World next = act(now.with(0, now.operators().getFirst().decides(decision.get())));
            if (next.equals(now)) {
                return Optional.of(new Stuck("STUCK " + Deciding.text(step) + " changes nothing", now));
            }
            now = next;
        }
        return Optional.of(new Stuck("STUCK no rest after " + STEPS + " steps", now));
    }

    /** The state at rest that a new stack comes to. */
    World rest(World unborn) {
        World now = healed(unborn);
        for (int count = 0; count < STEPS; count++) {
            now = quiet(now);
            Operator operator = now.operators().getFirst();
            PostgresStep step = model.deciding.plan(now, operator, false);
            if (step instanceof Converged) {
                return now;
            }
            World before = now;
            now = act(before.with(
                    0,
                    operator.decides(model.deciding
                            .decision(before, step)
                            .orElseThrow(() -> new AssertionError(step + "\n" + before.text())))));
        }
        throw new AssertionError(now.text());
    }

    private World act(World decided) {
        World now = decided;
        while (now.operators().getFirst().decision().isPresent()) {
            List<World> done = new ArrayList<>();
            model.acting.carriesOut(now, 0, true, (next, text, violation) -> done.add(next));
            now = done.isEmpty() ? now.with(0, now.operators().getFirst().idle()) : done.getFirst();
        }
        return now;
    }

    private World healed(World world) {
        List<Operator> operators =
                new ArrayList<>(Collections.nCopies(world.operators().size(), Operator.NEW));
        return new World(
                world.wanted(),
                world.memory(),
                world.machines().stream().map(each -> each.withFrozen(false)).toList(),
                operators,
                new Past(0, world.past().promoted(), Wal.NONE),
                0,
                Fault.budget(LEADERS));
    }

    private World quiet(World world) {
        World now = world;
        while (true) {
            World before = now;
            Optional<World> next = model.byThemselves(before).stream()
                    .filter(each -> !each.past().equals(before.past()) || progress(before, each))
                    .findFirst();
            if (next.isEmpty()) {
                return now;
            }
            now = next.get().withBudget(before.budget());
        }
    }

    /** Clients rest as well. */
    private static boolean progress(World before, World next) {
        for (Machine each : before.machines()) {
            Machine after = next.machine(each.ordinal());
            boolean writes = each.life() == Life.PRIMARY
                    && after.disk().log().length() > each.disk().log().length();
            if (writes) {
                return false;
            }
        }
        return true;
    }

    /** Judged anew from the records and from what is left, not by what the planner says. */
    private static boolean legitimate(World world, Wait wait) {
        boolean lost = world.machines().stream().anyMatch(each -> each.life() == Life.LOST);
        if (world.machines().stream().noneMatch(each -> each.disk().filled())) {
            return true;
        }
        return switch (wait.reason()) {
            case "FailoverBlocked" -> world.memory().records().stream().anyMatch(record -> !closable(world, record));
            case "WritesBlocked" -> {
                long others = world.machines().stream()
                                .filter(each -> each.runs()
                                        && each.ordinal() < world.wanted().instances())
                                .count()
                        - 1;
                yield others
                        < world.memory().current().map(QuorumRecord::required).orElse(0);
            }
            case "ReplicasMissing", "AdoptionWaits", "PrimaryUnreachable" -> lost;
            default -> false;
        };
    }

    private static boolean closable(World world, QuorumRecord record) {
        long members = record.members().stream()
                .filter(member -> present(world, member.instance(), member.incarnation()))
                .count();
        return present(world, record.primary(), record.incarnation())
                || members + record.required() > record.members().size();
    }

    private static boolean present(World world, String instance, String incarnation) {
        Machine machine = world.machine(Wanted.ordinal(instance));
        return machine.runs() && String.valueOf(machine.disk().filling()).equals(incarnation);
    }
}
