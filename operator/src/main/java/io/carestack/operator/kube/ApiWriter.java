package io.carestack.operator.kube;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.operator.kube.WriteOutcome.Changed;
import io.carestack.operator.kube.WriteOutcome.Created;
import io.carestack.operator.kube.WriteOutcome.Refused;
import io.carestack.operator.kube.WriteOutcome.Unchanged;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The only place that writes children to the API server, and reads them past the caches.
 *
 * <p>Most kinds are written by server-side apply, the first time without force, so that an object of the same name that belongs to somebody else is a
 * conflict and not a prey. What {@link ContentObjects} names is created by POST and replaced by PUT.
 */
public final class ApiWriter {
    /** Field manager of everything that the operator wishes. */
    public static final String FIELD_MANAGER = "carestack-operator";

    private static final int UNPROCESSABLE = 422;

    private final KubernetesClient client;
    private final RequestsInFlight requests;
    private final ApplyCounter counter;

    public ApiWriter(KubernetesClient client, RequestsInFlight requests, ApplyCounter counter) {
        this.client = client;
        this.requests = requests;
        this.counter = counter;
    }

    /** Makes the object as desired; sends nothing when the observed one already is. */
    public WriteOutcome apply(HasMetadata wished, Optional<HasMetadata> observed) {
        DesiredState desired = DesiredState.of(wished);
        if (observed.isPresent() && desired.isMetBy(observed.get())) {
            return new Unchanged(observed.get());
        }
        counter.applied(wished.getKind(), namespacedName(wished), desired.hash());
        return refusable(
                wished,
                () -> ContentObjects.isContent(wished) ? write(desired, observed) : serverSideApply(desired, observed));
    }

    private WriteOutcome serverSideApply(DesiredState desired, Optional<HasMetadata> observed) {
        if (observed.isEmpty()) {
            return create(desired);
        }
        HasMetadata object = desired.object();
        if (ContentObjects.isDecided(object)) {
            object.getMetadata().setResourceVersion(observed.get().getMetadata().getResourceVersion());
        }
        try {
            return new Changed(serverSideApply(object, true));
        } catch (KubernetesClientException e) {
            if (e.getCode() != UNPROCESSABLE) {
                throw e;
            }
            // Apply merges lists by key: a port whose number somebody else changed stays beside ours, under the same
            // name, which is
            // invalid. A merge patch replaces lists as a whole; after it the apply takes the fields back.
            client.resource(object).patch(patch(PatchType.JSON_MERGE, false));
            return new Changed(serverSideApply(object, true));
        }
    }

    /** Merged with a stranger's object, ours may be invalid instead of in conflict: two ports of one name, for example. */
    private WriteOutcome create(DesiredState desired) {
        try {
            return new Created(serverSideApply(desired.object(), false));
        } catch (KubernetesClientException e) {
            if (e.getCode() != UNPROCESSABLE) {
                throw e;
            }
            HasMetadata existing = client.resource(desired.object()).get();
            if (existing == null || ContentObjects.sameStack(existing, desired.object())) {
                throw e;
            }
            return taken(desired.object(), "");
        }
    }

    private HasMetadata serverSideApply(HasMetadata object, boolean force) {
        return client.resource(object).patch(patch(PatchType.SERVER_SIDE_APPLY, force));
    }

    private static PatchContext patch(PatchType type, boolean force) {
        PatchContext.Builder builder =
                new PatchContext.Builder().withPatchType(type).withFieldManager(FIELD_MANAGER);
        return force ? builder.withForce(true).build() : builder.build();
    }

    private WriteOutcome write(DesiredState desired, Optional<HasMetadata> observed) {
        if (observed.isPresent()) {
            return new Changed(client.resource(ContentObjects.replacement(observed.get(), desired.object()))
                    .update());
        }
        try {
            return new Created(client.resource(desired.object()).create());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            HasMetadata existing = client.resource(desired.object()).get();
            if (existing == null || !ContentObjects.sameStack(existing, desired.object())) {
                return taken(desired.object(), "");
            }
            if (ContentObjects.isVersioned(desired.object())) {
                return new Unchanged(existing);
            }
            return new Changed(client.resource(ContentObjects.replacement(existing, desired.object()))
                    .update());
        }
    }

    /** Creates a Secret that is generated once; returns the one that exists when somebody was faster. */
    public Secret createOnce(Secret secret) {
        return requests.send(() -> {
            try {
                return client.resource(secret).create();
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
                return client.resource(secret).get();
            }
        });
    }

    /**
     * Changes single fields of an object by a merge patch.
     *
     * @param patch with the {@code resourceVersion} that it was decided on, where it was decided on one
     */
    public <T extends HasMetadata> T patch(Class<T> type, String namespace, String name, ObjectNode patch) {
        return requests.send(() -> client.resources(type)
                .inNamespace(namespace)
                .withName(name)
                .patch(patch(PatchType.JSON_MERGE, false), patch.toString()));
    }

    /** Sets a label of a pod, or takes it away; a pod that does not exist needs none. Returns the pod. */
    public Optional<Pod> label(String namespace, String pod, String label, Optional<String> value) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").putObject("labels").put(label, value.orElse(null));
        try {
            return Optional.ofNullable(requests.send(() -> client.pods()
                    .inNamespace(namespace)
                    .withName(pod)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString())));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Deletes a pod with its grace period. */
    public void deletePod(String namespace, String pod) {
        requests.send(() -> client.pods().inNamespace(namespace).withName(pod).delete());
    }

    /** Reads a Secret past every cache. */
    public Optional<Secret> secret(String namespace, String name) {
        return Optional.ofNullable(requests.send(
                () -> client.secrets().inNamespace(namespace).withName(name).get()));
    }

    /** Deletes exactly the object that was observed; one that has changed since is left for the next pass. */
    public void delete(HasMetadata observed) {
        counter.forget(observed.getKind(), namespacedName(observed));
        requests.send(() -> client.resource(observed)
                .lockResourceVersion(observed.getMetadata().getResourceVersion())
                .delete());
    }

    private WriteOutcome refusable(HasMetadata wished, Supplier<WriteOutcome> write) {
        try {
            return requests.send(write);
        } catch (KubernetesClientException e) {
            return switch (e.getCode()) {
                case UNPROCESSABLE, HttpURLConnection.HTTP_BAD_REQUEST, HttpURLConnection.HTTP_FORBIDDEN ->
                    new Refused(name(wished), message(e), "change the spec, or what stands in the way");
                case HttpURLConnection.HTTP_CONFLICT -> {
                    if (isOwnedByOthers(e)) {
                        yield taken(wished, ": " + message(e));
                    }
                    throw e;
                }
                default -> throw e;
            };
        }
    }

    private static Refused taken(HasMetadata wished, String details) {
        return new Refused(
                name(wished),
                "an object of this name exists and belongs to somebody else" + details,
                "delete or rename that " + wished.getKind() + ", or give this CareStack or the component another name");
    }

    /** A conflict of field managers lasts until a person acts; one of versions is gone with the next try. */
    private static boolean isOwnedByOthers(KubernetesClientException e) {
        return e.getStatus() != null
                && e.getStatus().getDetails() != null
                && e.getStatus().getDetails().getCauses().stream()
                        .anyMatch(cause -> "FieldManagerConflict".equals(cause.getReason()));
    }

    private static String message(KubernetesClientException e) {
        return e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : String.valueOf(e.getMessage());
    }

    private static String name(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }

    private static String namespacedName(HasMetadata object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }
}
