package io.carestack.operator.runtime;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How the framework's work looks in Prometheus, under the names that its own newer metrics have; without a tag per resource, whose number would be
 * unbounded.
 */
public final class ReconcileMetrics implements Metrics {
    private final Counter events;
    private final Counter started;
    private final Counter succeeded;
    private final Counter failed;
    private final Counter retries;
    private final Timer duration;
    private final AtomicInteger active = new AtomicInteger();

    public ReconcileMetrics(MeterRegistry registry) {
        events = registry.counter("events.received");
        started = registry.counter("reconciliations.started");
        succeeded = registry.counter("reconciliations.success");
        failed = registry.counter("reconciliations.failure");
        retries = registry.counter("reconciliations.retries");
        duration = Timer.builder("reconciliations.execution.duration")
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30))
                .register(registry);
        registry.gauge("reconciliations.active", active);
    }

    @Override
    public void receivedEvent(Event event, Map<String, Object> metadata) {
        events.increment();
    }

    @Override
    public void reconcileCustomResource(
            HasMetadata resource, @Nullable RetryInfo retryInfo, Map<String, Object> metadata) {
        started.increment();
        if (retryInfo != null && retryInfo.getAttemptCount() > 0) {
            retries.increment();
        }
    }

    @Override
    public void reconciliationExecutionStarted(HasMetadata resource, Map<String, Object> metadata) {
        active.incrementAndGet();
    }

    @Override
    public void reconciliationExecutionFinished(HasMetadata resource, Map<String, Object> metadata) {
        active.decrementAndGet();
    }

    @Override
    public void finishedReconciliation(HasMetadata resource, Map<String, Object> metadata) {
        succeeded.increment();
    }

    @Override
    public void failedReconciliation(HasMetadata resource, Exception exception, Map<String, Object> metadata) {
        failed.increment();
    }

    @Override
    public void cleanupDoneFor(ResourceID resourceID, Map<String, Object> metadata) {
        // a stack that is gone leaves no time series behind, because none is its own
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        Timer.Sample sample = Timer.start();
        try {
            return execution.execute();
        } finally {
            sample.stop(duration);
        }
    }
}
