package io.carestack.operator.stack;

import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.store.SecretData;
import io.carestack.operator.store.Secrets;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Secrets of the cluster, as the data domains need them. */
record ClusterSecrets(ApiWriter writer) implements Secrets {

    @Override
    public Optional<Map<String, String>> find(String namespace, String name) {
        return writer.secret(namespace, name).map(ClusterSecrets::content);
    }

    @Override
    public Map<String, String> create(Secret secret) {
        return content(writer.createOnce(secret));
    }

    private static Map<String, String> content(Secret secret) {
        return SecretData.decode(Objects.requireNonNullElse(secret.getData(), Map.of()));
    }
}
