package io.carestack.operator.stack;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.StackGoneException;
import io.carestack.operator.kube.StatusClient;
import io.carestack.operator.postgres.StatusMemory;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The status of CareStacks as the durable memory of PostgreSQL's protocol.
 *
 * <p>A status is put as a whole, so the CareStack that was read last is kept, per stack, until the pass has taken it over.
 */
final class ClusterMemory implements StatusMemory {
    private final StatusClient statuses;
    private final Map<String, CareStack> latest = new ConcurrentHashMap<>();

    ClusterMemory(StatusClient statuses) {
        this.statuses = statuses;
    }

    @Override
    public Remembered read(Owner owner) {
        CareStack read = statuses.read(owner.namespace(), owner.name())
                .filter(found -> owner.uid().equals(found.getMetadata().getUid()))
                .orElseThrow(() -> new StackGoneException(owner.namespace(), owner.name()));
        return remember(owner, read);
    }

    @Override
    public Optional<Remembered> compareAndSet(Owner owner, Remembered expected, PostgresStatus next) {
        CareStack read = latest.get(owner.uid());
        if (read == null || !read.getMetadata().getResourceVersion().equals(expected.resourceVersion())) {
            return Optional.empty();
        }
        try {
            CareStackStatus status = Objects.requireNonNullElse(read.getStatus(), CareStackStatus.of(null));
            return Optional.of(remember(owner, statuses.put(read, status.with(next))));
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The CareStack as this memory left it, once. */
    Optional<CareStack> take(Owner owner) {
        return Optional.ofNullable(latest.remove(owner.uid()));
    }

    private Remembered remember(Owner owner, CareStack read) {
        latest.put(owner.uid(), read);
        return new Remembered(
                read.getMetadata().getResourceVersion(),
                Optional.ofNullable(read.getStatus()).map(CareStackStatus::postgres));
    }
}
