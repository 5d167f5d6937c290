package io.carestack.operator.kube;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices an apply that does not help: the same wish sent for the same object again and again, because the API server or somebody else changes a field
 * back. Without it such a loop is silent.
 */
public final class ApplyCounter {
    private static final Logger LOG = LoggerFactory.getLogger(ApplyCounter.class);
    private static final int SUSPICIOUS = 10;

    private final Map<String, Repetition> repetitions = new ConcurrentHashMap<>();
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
        Repetition repetition = repetitions.compute(
                kind + " " + namespacedName,
                (key, previous) -> previous != null && previous.hash().equals(hash)
                        ? new Repetition(hash, previous.count() + 1)
                        : new Repetition(hash, 1));
        if (repetition.count() == SUSPICIOUS) {
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
        repetitions.remove(kind + " " + namespacedName);
    }

    private record Repetition(String hash, int count) {}
}
