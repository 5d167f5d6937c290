package io.carestack.sandbox.machinery;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes core/v1 Events in the background, in order; a repeated one is counted up instead of written again. */
public final class EventRecorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

    private record Same(String uid, @Nullable String path, String type, String reason, String message) {}

    private record Written(String name, int count) {}

    private final KubernetesClient client;
    private final String component;
    private final Clock clock;
    private final Map<Same, Written> known = new ConcurrentHashMap<>();
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("events").factory());

    public EventRecorder(KubernetesClient client, String component, Clock clock) {
        this.client = client;
        this.component = component;
        this.clock = clock;
    }

    public void normal(HasMetadata object, String reason, String message) {
        record(object, null, "Normal", reason, message);
    }

    public void warning(HasMetadata object, String reason, String message) {
        record(object, null, "Warning", reason, message);
    }

    /** Records an event about a part of the object, as the kubelet does for containers. */
    public void record(HasMetadata object, @Nullable String path, String type, String reason, String message) {
        Same same = new Same(object.getMetadata().getUid(), path, type, reason, message);
        try {
            writer.execute(() -> write(object, same));
        } catch (RejectedExecutionException e) {
            LOG.trace("event {} is not written: the sandbox is closing", reason, e);
        }
    }

    private void write(HasMetadata object, Same same) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        String namespace = object.getMetadata().getNamespace() == null
                ? "default"
                : object.getMetadata().getNamespace();
        try {
            Written before = known.get(same);
            if (before != null) {
                int count = before.count() + 1;
                client.v1()
                        .events()
                        .inNamespace(namespace)
                        .withName(before.name())
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"count\":%d,\"lastTimestamp\":\"%s\"}".formatted(count, now));
                known.put(same, new Written(before.name(), count));
                return;
            }
            Event written = client.v1()
                    .events()
                    .inNamespace(namespace)
                    .resource(event(object, same, namespace, now))
                    .create();
            known.put(same, new Written(written.getMetadata().getName(), 1));
        } catch (KubernetesClientException e) {
            known.remove(same);
            LOG.debug("event {} of {} was not written: {}", same.reason(), Key.of(object), e.getMessage());
        } catch (RuntimeException e) {
            LOG.debug("event {} of {} was not written", same.reason(), Key.of(object), e);
        }
    }

    private Event event(HasMetadata object, Same same, String namespace, String now) {
        String suffix = Long.toHexString(clock.instant().toEpochMilli()) + Integer.toHexString(same.hashCode());
        return new EventBuilder()
                .withNewMetadata()
                .withName(object.getMetadata().getName() + "." + suffix)
                .withNamespace(namespace)
                .endMetadata()
                .withInvolvedObject(new ObjectReferenceBuilder()
                        .withApiVersion(object.getApiVersion())
                        .withKind(object.getKind())
                        .withNamespace(object.getMetadata().getNamespace())
                        .withName(object.getMetadata().getName())
                        .withUid(object.getMetadata().getUid())
                        .withFieldPath(same.path())
                        .build())
                .withReason(same.reason())
                .withMessage(same.message())
                .withType(same.type())
                .withCount(1)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withNewSource()
                .withComponent(component)
                .endSource()
                .withReportingComponent(component)
                .build();
    }

    @Override
    public void close() {
        writer.shutdownNow();
    }
}
