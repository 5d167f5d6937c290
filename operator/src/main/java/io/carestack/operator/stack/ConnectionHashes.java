package io.carestack.operator.stack;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.ContentHash;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Hashes of the connection Secrets as they shall be, so that a component starts with the right hash at once and restarts when its URL changes.
 *
 * <p>Only the keys that components read count: a URL for one more replica restarts nothing.
 */
final class ConnectionHashes {
    private static final Set<String> READ = Set.of("uri", "readOnlyUri", "poolerUri");

    private ConnectionHashes() {}

    /** What the stack refers to, and the connection Secrets among the desired objects. */
    static References added(EffectiveStack stack, StackObservation seen, List<HasMetadata> desired) {
        Map<Reference, Optional<String>> hashes =
                new HashMap<>(seen.references().hashes());
        for (HasMetadata object : desired) {
            if (object instanceof Secret secret
                    && stack.name().equals(object.getMetadata().getLabels().get(Labels.STACK))) {
                hashes.put(new Reference(Kind.Secret, secret.getMetadata().getName()), Optional.of(hash(secret)));
            }
        }
        return new References(Map.copyOf(hashes));
    }

    private static String hash(Secret secret) {
        Map<String, String> read = new TreeMap<>(secret.getData() == null ? Map.of() : secret.getData());
        read.keySet().retainAll(READ);
        return ContentHash.of(read);
    }
}
