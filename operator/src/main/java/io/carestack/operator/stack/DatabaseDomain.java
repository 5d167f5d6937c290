package io.carestack.operator.stack;

import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.ContentHash;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.StatusClient;
import io.carestack.operator.postgres.PostgresReconciler;
import io.carestack.operator.postgres.PostgresResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The database of each stack.
 *
 * <p>A database that is as wanted is left in peace: as long as neither the spec nor any of its objects changes, a pass repeats what the last one
 * said, without asking the API server or an instance.
 */
final class DatabaseDomain {
    private final PostgresReconciler postgres;
    private final ClusterMemory memory;
    private final Map<String, Quiet> quiet = new ConcurrentHashMap<>();

    DatabaseDomain(ApiWriter writer, StatusClient statuses) {
        this.memory = new ClusterMemory(statuses);
        this.postgres = new PostgresReconciler(
                memory,
                (owner, pod, role) -> writer.label(owner.namespace(), pod, Labels.ROLE, role),
                new ClusterSecrets(writer),
                new SecureRandom());
    }

    /** One pass over a managed database; the memory of the pass goes on from what the protocol wrote. */
    PostgresResult plan(EffectiveStack stack, Database.Managed managed, StackObservation seen, StackMemory pass) {
        String inputs = inputs(managed, seen);
        Quiet known = quiet.get(stack.owner().uid());
        Optional<PostgresStatus> written = Optional.ofNullable(pass.status()).map(CareStackStatus::postgres);
        if (known != null
                && known.inputs().equals(inputs)
                && known.result().status().equals(written)) {
            return known.result();
        }
        try {
            PostgresResult result = postgres.reconcile(stack, managed, seen.children());
            remember(stack.owner().uid(), inputs, result);
            return result;
        } finally {
            memory.take(stack.owner()).ifPresent(pass::continueFrom);
        }
    }

    private void remember(String uid, String inputs, PostgresResult result) {
        if (result.lookAgain().isEmpty()) {
            quiet.put(uid, new Quiet(inputs, result));
        } else {
            quiet.remove(uid);
        }
    }

    /** Forgets a stack that is gone. */
    void forget(String uid) {
        quiet.remove(uid);
        postgres.forget(uid);
    }

    /** Everything that a pass over the database depends on. */
    private static String inputs(Database.Managed managed, StackObservation seen) {
        Map<String, String> versions = new TreeMap<>();
        for (HasMetadata child : seen.children().objects()) {
            String component = child.getMetadata().getLabels().getOrDefault(Labels.COMPONENT, "");
            if (component.equals("postgres") || component.equals("pooler")) {
                versions.put(
                        child.getKind() + "/" + child.getMetadata().getName(),
                        child.getMetadata().getResourceVersion());
            }
        }
        seen.references().hashes().forEach((reference, hash) -> versions.put(reference.toString(), hash.orElse("")));
        return managed + ContentHash.of(versions);
    }

    private record Quiet(String inputs, PostgresResult result) {}
}
