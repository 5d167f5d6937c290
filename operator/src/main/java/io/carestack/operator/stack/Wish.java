package io.carestack.operator.stack;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that shall be true of a stack's children.
 *
 * @param desired children that shall be exactly so
 * @param held children that are left as they are, because what they refer to is missing
 * @param handovers replica counts that pass to an HPA
 */
record Wish(List<HasMetadata> desired, Set<ChildKey> held, List<Handover> handovers) {

    /** Every child that is no orphan. */
    Set<ChildKey> wanted() {
        Set<ChildKey> wanted = new HashSet<>(held);
        desired.forEach(child -> wanted.add(ChildKey.of(child)));
        return wanted;
    }

    /** A replica count that passes to an HPA. */
    record Handover(String deployment, int replicas) {}
}
