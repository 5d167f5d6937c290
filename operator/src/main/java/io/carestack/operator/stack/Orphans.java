package io.carestack.operator.stack;

import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Owner;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Set;

/**
 * Children that the spec no longer asks for, found by label and owner and never by a guess at their names.
 *
 * <p>Pods belong to their controllers. Volumes and generated credentials go with the stack or outlive it, as the deletion policy says, but never
 * before it: data that are still there know no other password.
 */
final class Orphans {
    private Orphans() {}

    /** @param wanted every child that shall exist or shall be left as it is */
    static List<HasMetadata> among(Children children, Owner owner, Set<ChildKey> wanted) {
        return children.objects().stream()
                .filter(child -> !(child instanceof Pod) && !(child instanceof PersistentVolumeClaim))
                .filter(child -> !GeneratedCredentials.isOne(child))
                .filter(child -> child.getMetadata().getDeletionTimestamp() == null)
                .filter(child -> owner.owns(child) && !wanted.contains(ChildKey.of(child)))
                .toList();
    }
}
