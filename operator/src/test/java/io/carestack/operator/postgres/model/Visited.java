package io.carestack.operator.postgres.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The states that were reached, exactly and compactly: parts that many states share are stored once. */
final class Visited {
    private static final int MULTIPLIER = 0x9E3779B1;

    private final Map<Object, Integer> numbers = new HashMap<>();
    private final List<Object> parts = new ArrayList<>();
    private final int width;
    private int[] keys;
    private int[] parents;
    private int[] table;
    private int size;

    Visited(World example) {
        width = numbers(example).length;
        keys = new int[width << 16];
        parents = new int[1 << 16];
        table = new int[1 << 18];
    }

    int size() {
        return size;
    }

    int parent(int state) {
        return parents[state];
    }

    /** Number of a new state, or -1 when it was known. */
    int add(World world, int parent) {
        int[] key = numbers(world);
        int slot = slot(key, 0, key);
        if (table[slot] != 0) {
            return -1;
        }
        if ((size + 1) * (long) width >= keys.length) {
            keys = Arrays.copyOf(keys, keys.length * 2);
        }
        if (size + 1 >= parents.length) {
            parents = Arrays.copyOf(parents, parents.length * 2);
        }
        System.arraycopy(key, 0, keys, size * width, width);
        parents[size] = parent;
        table[slot] = ++size;
        if (size * 3L > table.length) {
            grow();
        }
        return size - 1;
    }

    private int slot(int[] key, int offset, int[] source) {
        int hash = 0;
        for (int index = 0; index < width; index++) {
            hash = (hash ^ source[offset + index]) * MULTIPLIER;
            hash ^= hash >>> 15;
        }
        int slot = hash & (table.length - 1);
        while (table[slot] != 0) {
            int base = (table[slot] - 1) * width;
            if (source == key && Arrays.equals(keys, base, base + width, key, 0, width)) {
                return slot;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }

    private void grow() {
        table = new int[table.length * 2];
        int[] none = new int[0];
        for (int state = 0; state < size; state++) {
            table[slot(none, state * width, keys)] = state + 1;
        }
    }

    World get(int state) {
        int base = state * width;
        int count = width - 7;
        List<Machine> machines = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            machines.add((Machine) parts.get(keys[base + 7 + index]));
        }
        Operators operators = (Operators) parts.get(keys[base + 2]);
        return new World(
                (io.carestack.operator.postgres.plan.Wanted) parts.get(keys[base]),
                (io.carestack.operator.postgres.plan.Memory) parts.get(keys[base + 1]),
                List.copyOf(machines),
                operators.all(),
                (World.Past) parts.get(keys[base + 3]),
                keys[base + 4],
                (long) keys[base + 5] << Integer.SIZE | Integer.toUnsignedLong(keys[base + 6]));
    }

    private record Operators(List<Operator> all) {}

    /** Two operators are interchangeable, so they are stored in one order. */
    private int[] numbers(World world) {
        int[] key = new int[7 + world.machines().size()];
        key[0] = number(world.wanted());
        key[1] = number(world.memory());
        List<Operator> operators = world.operators().size() < 2
                        || number(world.operators().get(0))
                                <= number(world.operators().get(1))
                ? world.operators()
                : world.operators().reversed();
        key[2] = number(new Operators(List.copyOf(operators)));
        key[3] = number(world.past());
        key[4] = world.links();
        key[5] = (int) (world.budget() >> Integer.SIZE);
        key[6] = (int) world.budget();
        for (int index = 0; index < world.machines().size(); index++) {
            key[7 + index] = number(world.machine(index));
        }
        return key;
    }

    private int number(Object part) {
        Integer known = numbers.putIfAbsent(part, parts.size());
        if (known != null) {
            return known;
        }
        parts.add(part);
        return parts.size() - 1;
    }
}
