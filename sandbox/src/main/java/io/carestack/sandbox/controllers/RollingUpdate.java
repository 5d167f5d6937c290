package io.carestack.sandbox.controllers;

import java.util.ArrayList;
import java.util.List;

/** The arithmetic of a Deployment's rolling update; pure. */
final class RollingUpdate {

    /** One ReplicaSet's size and how many of its pods are available. */
    record Size(String name, int replicas, int available) {}

    /** A ReplicaSet that is to get another size. */
    record Scale(String name, int replicas) {}

    private RollingUpdate() {}

    /** The next sizes; old sets in the order of their age. At most {@code surge} too many, {@code unavailable} too few. */
    static List<Scale> next(int wanted, int surge, int unavailable, Size current, List<Size> old) {
        int total = current.replicas() + old.stream().mapToInt(Size::replicas).sum();
        if (current.replicas() > wanted) {
            return List.of(new Scale(current.name(), wanted));
        }
        int room = wanted + surge - total;
        if (current.replicas() < wanted && room > 0) {
            return List.of(new Scale(current.name(), Math.min(wanted, current.replicas() + room)));
        }
        return shrink(wanted - unavailable, total, current, old);
    }

    private static List<Scale> shrink(int least, int total, Size current, List<Size> old) {
        int newUnavailable = current.replicas() - current.available();
        int removable = total - least - newUnavailable;
        List<Scale> scales = new ArrayList<>();
        List<Size> left = new ArrayList<>();
        for (Size set : old) {
            int unhealthy = Math.min(Math.max(0, removable), set.replicas() - set.available());
            removable -= unhealthy;
            left.add(new Size(set.name(), set.replicas() - unhealthy, set.available()));
        }
        int available =
                current.available() + old.stream().mapToInt(Size::available).sum();
        int spare = Math.max(0, available - least);
        for (int i = 0; i < left.size(); i++) {
            Size set = left.get(i);
            int healthy = Math.min(spare, set.replicas());
            spare -= healthy;
            int replicas = set.replicas() - healthy;
            if (replicas != old.get(i).replicas()) {
                scales.add(new Scale(set.name(), replicas));
            }
        }
        return scales;
    }
}
