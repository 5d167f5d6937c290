package io.carestack.operator.postgres.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a search allows only so many times. */
enum Fault {
    /** A container ends. */
    CRASH,
    /** A process stops and may go on later. */
    FREEZE,
    /** A link between instances, or between an operator and an instance, is cut. */
    CUT,
    /** An operator makes itself the leader by a new epoch. */
    TAKEOVER,
    /** A volume is emptied. */
    WIPE,
    /** An instance is gone for good with its data. */
    LOSS,
    /** The spec changes to the next one of the scenario. */
    SPEC,
    /** The probes say that writes hang. */
    DOUBT,
    /** A receiver lands on another instance than it was told. */
    STRAY,
    /** A primary recycles log that somebody still needs. */
    RECYCLE;

    private static final int WIDTH = 4;

    int left(long budget) {
        return (int) (budget >> (ordinal() * WIDTH) & 15);
    }

    long spent(long budget) {
        return budget - (1L << (ordinal() * WIDTH));
    }

    static long budget(Map<Fault, Integer> bounds) {
        return bounds.entrySet().stream()
                .mapToLong(each -> (long) each.getValue() << (each.getKey().ordinal() * WIDTH))
                .sum();
    }

    static String text(Map<Fault, Integer> bounds) {
        return new EnumMap<>(bounds)
                .entrySet().stream()
                        .map(each -> each.getKey().name().toLowerCase(java.util.Locale.ROOT) + "=" + each.getValue())
                        .collect(Collectors.joining(" "));
    }
}
