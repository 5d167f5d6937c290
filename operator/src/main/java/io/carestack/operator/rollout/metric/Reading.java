package io.carestack.operator.rollout.metric;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What Prometheus said at one look. */
public sealed interface Reading {

    /** It did not answer, or not with numbers. */
    record Unreachable(String reason) implements Reading {}

    /** @param components by name; a component without any series is not there */
    record Figures(Map<String, Figure> components) implements Reading {
        public Figures {
            components = new TreeMap<>(components);
        }
    }

    /**
     * One component in the new colour; empty where Prometheus has no number.
     *
     * @param requests a minute
     * @param errors answers with 5xx a minute
     * @param latency 99th percentile in seconds
     * @param baseline the same in the old colour, before the switch
     */
    record Figure(OptionalDouble requests, OptionalDouble errors, OptionalDouble latency, OptionalDouble baseline) {}
}
