package io.carestack.operator.crd;

import java.util.Map;
import java.util.OptionalInt;

/** Longest elements of lists and values of maps; annotations cannot be put there. */
final class Lengths {
    private static final Map<String, Integer> BY_ENDING = Map.ofEntries(
            Map.entry(".args[]", 4096),
            Map.entry(".command[]", 4096),
            Map.entry(".annotations{}", 16384),
            Map.entry(".labels{}", 63),
            Map.entry(".nodeSelector{}", 63),
            Map.entry(".ingressNamespaces[]{}", 63),
            Map.entry(".cors.headers[]", 128),
            Map.entry(".cors.methods[]", 16),
            Map.entry(".cors.origins[]", 253),
            Map.entry(".securityHeaders{}", 4096),
            Map.entry(".webSocket.paths[]", 1024),
            Map.entry(".email.to[]", 254),
            Map.entry(".rules.disable[]", 128),
            Map.entry(".hba[]", 1024),
            Map.entry(".compatibleWith[]", 16),
            Map.entry(".parameters{}", 1024));

    private Lengths() {}

    /** The bound of the texts at a path such as {@code spec.entry.cors.origins[]}; empty for durations, quantities and the like. */
    static OptionalInt of(String path) {
        return BY_ENDING.entrySet().stream()
                .filter(entry -> path.endsWith(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .findFirst();
    }
}
