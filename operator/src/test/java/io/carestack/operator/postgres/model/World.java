package io.carestack.operator.postgres.model;

import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Everything at one moment; never changed.
 *
 * @param links a bit for each cut link between two instances
 * @param budget faults that may still happen
 */
record World(
        Wanted wanted,
        Memory memory,
        List<Machine> machines,
        List<Operator> operators,
        Past past,
        int links,
        long budget) {
    static final String STACK = "x";

    /**
     * What has happened and cannot be undone.
     *
     * @param acknowledged a bit for each commit that a client was told of
     * @param promoted a bit for each term
     * @param baseline log of the primary of the highest term when it was promoted
     */
    record Past(int acknowledged, int promoted, String baseline) {
        static final Past NOTHING = new Past(0, 0, Wal.NONE);
    }

    static String name(int ordinal) {
        return STACK + "-" + ordinal;
    }

    Machine machine(int ordinal) {
        return machines.get(ordinal);
    }

    World with(Machine machine) {
        List<Machine> next = new ArrayList<>(machines);
        next.set(machine.ordinal(), machine);
        return new World(wanted, memory, List.copyOf(next), operators, past, links, budget);
    }

    World each(UnaryOperator<Machine> change) {
        return new World(wanted, memory, machines.stream().map(change).toList(), operators, past, links, budget);
    }

    World with(int index, Operator operator) {
        List<Operator> next = new ArrayList<>(operators);
        next.set(index, operator);
        return with(next);
    }

    World with(List<Operator> next) {
        return new World(wanted, memory, machines, List.copyOf(next), past, links, budget);
    }

    World with(Memory next) {
        return new World(wanted, next, machines, operators, past, links, budget);
    }

    World with(Past next) {
        return new World(wanted, memory, machines, operators, next, links, budget);
    }

    World with(Wanted next) {
        return new World(next, memory, machines, operators, past, links, budget);
    }

    World withLinks(int next) {
        return new World(wanted, memory, machines, operators, past, next, budget);
    }

    World withBudget(long next) {
        return new World(wanted, memory, machines, operators, past, links, next);
    }

    World spend(Fault fault) {
        return withBudget(fault.spent(budget));
    }

    boolean allows(Fault fault) {
        return fault.left(budget) > 0;
    }

    static int link(int left, int right) {
        return 1 << (Math.min(left, right) * 4 + Math.max(left, right));
    }

    boolean linked(int left, int right) {
        return (links & link(left, right)) == 0;
    }

    /** Whether one process can talk to another one now. */
    boolean reaches(int from, int to) {
        return from != to && linked(from, to) && machine(to).answers();
    }

    /** The process ends, and with it every connection to it. */
    World ends(int ordinal, Machine.Life life) {
        return with(machine(ordinal).dead(life))
                .each(each -> each.receiver().target() == ordinal ? each.withReceiver(Stream.NONE) : each);
    }

    String text() {
        StringBuilder text = new StringBuilder("status: ").append(memory).append('\n');
        for (Machine each : machines) {
            Disk disk = each.disk();
            text.append("       %s%s %s%s filling %d term %d epoch %d %s names '%s'%s conninfo '%s'%s%s%n"
                    .formatted(
                            name(each.ordinal()),
                            each.labelled() ? " (rw)" : "",
                            each.life(),
                            each.frozen() ? " frozen" : "",
                            disk.filling(),
                            disk.term(),
                            disk.epoch(),
                            Wal.text(disk.log()),
                            disk.names().text(),
                            each.used().equals(disk.names())
                                    ? ""
                                    : " in use '" + each.used().text() + "'",
                            disk.conninfo().text().replaceAll(" (port|user|passfile|connect|keep|tcp)[^ ]*", ""),
                            each.receiver().none()
                                    ? ""
                                    : " receives from " + each.receiver().target() + " as _t"
                                            + each.receiver().term(),
                            disk.order() == Disk.Order.NONE ? "" : " order " + disk.order()));
        }
        for (Operator each : operators) {
            text.append("       operator held %d%s %s%n"
                    .formatted(
                            each.held(),
                            each.fresh() ? "" : " stale",
                            each.decision().map(Object::toString).orElse("idle")));
        }
        return text.toString();
    }
}
