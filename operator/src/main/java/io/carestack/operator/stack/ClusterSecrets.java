package io.carestack.operator.stack;

import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.ChildCaches;
import io.carestack.operator.kube.DesiredState;
import io.carestack.operator.kube.WriteOutcome;
import io.carestack.operator.status.Problem;
import io.carestack.operator.store.SecretData;
import io.carestack.operator.store.Secrets;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Secrets of the cluster, as the data domains need them: the operator's own from the cache, where its own writes are seen at once, and those of users
 * past it, because they are never kept.
 */
record ClusterSecrets(ApiWriter writer, ChildCaches caches) implements Secrets {

    @Override
    public Optional<Map<String, String>> find(String namespace, String name) {
        return known(namespace, name).or(() -> writer.secret(namespace, name).map(ClusterSecrets::content));
    }

    @Override
    public Optional<Map<String, String>> known(String namespace, String name) {
        return caches.find("Secret", namespace, name).map(Secret.class::cast).map(ClusterSecrets::content);
    }

    @Override
    public Map<String, String> create(Secret secret) {
        // with the hash of the wish, so that applying the same later changes nothing
        Secret created = writer.createOnce((Secret) DesiredState.of(secret).object());
        caches.wrote(Optional.empty(), created);
        return content(created);
    }

    @Override
    public Optional<Problem> put(Secret secret) {
        Optional<HasMetadata> before = caches.find(
                "Secret",
                secret.getMetadata().getNamespace(),
                secret.getMetadata().getName());
        return switch (writer.apply(secret, before)) {
            case WriteOutcome.Unchanged unchanged -> Optional.empty();
            case WriteOutcome.Created created -> wrote(before, created.object());
            case WriteOutcome.Changed changed -> wrote(before, changed.object());
            case WriteOutcome.Refused refused ->
                Optional.of(new Problem(refused.name(), refused.message(), refused.cure()));
        };
    }

    private Optional<Problem> wrote(Optional<HasMetadata> before, HasMetadata after) {
        caches.wrote(before, after);
        return Optional.empty();
    }

    private static Map<String, String> content(Secret secret) {
        return SecretData.decode(Objects.requireNonNullElse(secret.getData(), Map.of()));
    }
}
