package io.carestack.operator.kube;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices an apply that does not help: the same wish sent for the same object again and again, because the API server or somebody else changes a field
 * back. Without it such a loop is silent.
 */
public final class ApplyCounter {
    private static final Logger LOG = LoggerFactory.getLogger(ApplyCounter.class);
    private static final int SUSPICIOUS = 10;

    /** Objects that are remembered at once, those that were applied last: a loop comes back before so many others were written. */
    private static final int REMEMBERED = 2000;

    private final Map<String, Repetition> repetitions = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Repetition> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final MeterRegistry metrics;
    private final Counter loops;

    public ApplyCounter(MeterRegistry metrics) {
        this.metrics = metrics;
        this.loops = Counter.builder("carestack.apply.loops")
                .description("Objects whose unchanged desired state was applied " + SUSPICIOUS + " times")
                .register(metrics);
    }

    /** Counts one apply of a wish. */
    void applied(String kind, String namespacedName, String hash) {
        metrics.counter("carestack.applies", "kind", kind).increment();
        if (repeated(kind + " " + namespacedName, hash) == SUSPICIOUS) {
            loops.increment();
            LOG.warn(
                    "{} {} was applied {} times with the same content: somebody changes it back",
                    kind,
                    namespacedName,
                    SUSPICIOUS);
        }
    }

    /** Forgets an object that is gone. */
    void forget(String kind, String namespacedName) {
        synchronized (repetitions) {
            repetitions.remove(kind + " " + namespacedName);
        }
    }

    private int repeated(String object, String hash) {
        synchronized (repetitions) {
            return repetitions
                    .compute(
                            object,
                            (key, previous) ->
                                    previous != null && previous.hash().equals(hash)
                                            ? new Repetition(hash, previous.count() + 1)
                                            : new Repetition(hash, 1))
                    .count();
        }
    }

    private record Repetition(String hash, int count) {}
}
