package io.carestack.sandbox.node;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one pod's status when it changed, and at last deletes the pod from the API. */
final class PodStatusWriter {
    private static final Logger LOG = LoggerFactory.getLogger(PodStatusWriter.class);

    private final KubernetesClient client;
    private final Clock clock;
    private final KubernetesSerialization json = new KubernetesSerialization();
    private @Nullable PodStatus written;
    private boolean pending;

    PodStatusWriter(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Whether the last write failed and has to be repeated. */
    boolean pending() {
        return pending;
    }

    void write(Pod pod, PodStatuses.Facts facts) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        PodStatus status = PodStatuses.of(pod, written, facts, now);
        if (status.equals(written)) {
            return;
        }
        String patch =
                json.asJson(Map.of("metadata", Map.of("uid", pod.getMetadata().getUid()), "status", status));
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
            written = status;
            pending = false;
        } catch (KubernetesClientException e) {
            boolean another =
                    e.getCode() == HttpURLConnection.HTTP_NOT_FOUND || e.getCode() == HttpURLConnection.HTTP_CONFLICT;
            pending = !another;
            LOG.debug("status of {} was not written: {}", pod.getMetadata().getName(), e.getMessage());
        }
    }

    /** Removes the ended pod from the API; false when that has to be repeated. */
    boolean delete(Pod pod) {
        try {
            client.pods()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(pod.getMetadata().getName())
                    .withGracePeriod(0)
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete();
            return true;
        } catch (KubernetesClientException e) {
            LOG.debug("{} was not deleted: {}", pod.getMetadata().getName(), e.getMessage());
            return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
        }
    }
}
