package io.carestack.operator.kube;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Optional;

/** Reads CareStacks uncached, and puts their status; it never writes anything else of a CareStack. */
public final class StatusClient {
    private final KubernetesClient client;
    private final RequestsInFlight requests;

    public StatusClient(KubernetesClient client, RequestsInFlight requests) {
        this.client = client;
        this.requests = requests;
    }

    /** The CareStack as the API server has it now; empty when it is gone. */
    public Optional<CareStack> read(String namespace, String name) {
        return Optional.ofNullable(requests.send(() -> client.resources(CareStack.class)
                .inNamespace(namespace)
                .withName(name)
                .get()));
    }

    /**
     * Puts the status of the CareStack in the version that was read; a write of anybody in between is a conflict, so that two operators cannot both
     * believe that they wrote last. A definition that is older than the operator would drop what it does not know of PostgreSQL's durable memory; that
     * is an error, and not a loss in silence.
     *
     * @throws StackGoneException when the CareStack was deleted since it was read
     */
    public CareStack put(CareStack read, CareStackStatus status) {
        CareStack next = new CareStack();
        next.setMetadata(new ObjectMetaBuilder()
                .withName(read.getMetadata().getName())
                .withNamespace(read.getMetadata().getNamespace())
                .withUid(read.getMetadata().getUid())
                .withResourceVersion(read.getMetadata().getResourceVersion())
                .build());
        next.setSpec(read.getSpec());
        next.setStatus(status);
        CareStack written = update(next);
        if (!Objects.equals(written.getStatus().postgres(), status.postgres())) {
            throw new IllegalStateException(
                    "the API server dropped a part of the status: the installed CustomResourceDefinition is older than this operator;"
                            + " apply crds/carestacks.carestack.io.yaml");
        }
        return written;
    }

    private CareStack update(CareStack next) {
        try {
            return requests.send(() -> client.resource(next).updateStatus());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                throw new StackGoneException(next, e);
            }
            throw e;
        }
    }
}
