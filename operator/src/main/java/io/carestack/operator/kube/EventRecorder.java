package io.carestack.operator.kube;

import io.carestack.operator.status.Note;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the story of a stack as Kubernetes events; the same sentence is told once in ten minutes at most. */
public final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final Duration QUIET = Duration.ofMinutes(10);
    private static final int MAX_MESSAGE = 1024;

    private final KubernetesClient client;
    private final RequestsInFlight requests;
    private final Clock clock;
    private final String instance;
    private final Map<String, Instant> told = new ConcurrentHashMap<>();

    /** @param instance name of the operator's pod */
    public EventRecorder(KubernetesClient client, RequestsInFlight requests, Clock clock, String instance) {
        this.client = client;
        this.requests = requests;
        this.clock = clock;
        this.instance = instance;
    }

    /** Tells one event about an object; a failure to tell is logged and nothing more. */
    public void tell(HasMetadata about, Note note) {
        Instant now = clock.instant();
        told.values().removeIf(time -> time.isBefore(now.minus(QUIET)));
        String key = about.getMetadata().getUid() + note.reason() + note.message();
        if (told.putIfAbsent(key, now) != null) {
            return;
        }
        try {
            requests.send(() -> client.events()
                    .v1()
                    .events()
                    .resource(event(about, note, now))
                    .create());
        } catch (KubernetesClientException e) {
            LOG.warn("event {} could not be written: {}", note.reason(), e.getMessage());
        }
    }

    private io.fabric8.kubernetes.api.model.events.v1.Event event(HasMetadata about, Note note, Instant now) {
        String message = note.message();
        return new EventBuilder()
                .withNewMetadata()
                .withGenerateName(about.getMetadata().getName() + "-")
                .withNamespace(about.getMetadata().getNamespace())
                .endMetadata()
                .withEventTime(new MicroTime(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(now)))
                .withReportingController("carestack.io/operator")
                .withReportingInstance(instance)
                .withAction("Reconcile")
                .withType(note.warning() ? "Warning" : "Normal")
                .withReason(note.reason())
                .withNote(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE - 1) + "…" : message)
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(about.getApiVersion())
                        .withKind(about.getKind())
                        .withNamespace(about.getMetadata().getNamespace())
                        .withName(about.getMetadata().getName())
                        .withUid(about.getMetadata().getUid())
                        .build())
                .build();
    }
}
