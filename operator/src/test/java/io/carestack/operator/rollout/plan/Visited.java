package io.carestack.operator.rollout.plan;

import io.carestack.operator.rollout.plan.World.Late;
import io.carestack.operator.rollout.plan.World.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The states that were reached, exactly and compactly: parts that many states share are stored once. */
final class Visited {
    private static final int MULTIPLIER = 0x9E3779B1;
    private static final int FIXED = 6;

    private final Map<Object, Integer> numbers = new HashMap<>();
    private final List<Object> parts = new ArrayList<>();
    private final int width;
    private int[] keys;
    private int[] parents;
    private int[] table;
    private int size;

    Visited(int components) {
        width = FIXED + components;
        keys = new int[width << 12];
        parents = new int[1 << 12];
        table = new int[1 << 14];
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
        List<Part> components = new ArrayList<>();
        for (int index = FIXED; index < width; index++) {
            components.add((Part) parts.get(keys[base + index]));
        }
        Snapshot snapshot = (Snapshot) parts.get(keys[base + 1]);
        return new World(
                (RolloutMemory) parts.get(keys[base]),
                ((Outside) parts.get(keys[base + 5])).aside(),
                snapshot.memory(),
                keys[base + 2] == 1,
                List.copyOf(components),
                (Surroundings) parts.get(keys[base + 3]),
                ((Pending) parts.get(keys[base + 4])).late());
    }

    private record Snapshot(Optional<RolloutMemory> memory) {}

    private record Outside(Optional<Aside> aside) {}

    private record Pending(List<Late> late) {}

    private int[] numbers(World world) {
        int[] key = new int[width];
        key[0] = number(world.memory());
        key[1] = number(new Snapshot(world.snapshot()));
        key[2] = world.caughtUp() ? 1 : 0;
        key[3] = number(world.around());
        key[4] = number(new Pending(world.late()));
        key[5] = number(new Outside(world.outside()));
        for (int index = FIXED; index < width; index++) {
            key[index] = number(world.parts().get(index - FIXED));
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
