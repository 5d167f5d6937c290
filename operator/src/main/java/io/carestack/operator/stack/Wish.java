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
 * @param retired children that have to be gone before the others are written: an HPA before its Deployment gets a fixed size
 */
record Wish(List<HasMetadata> desired, Set<ChildKey> held, Set<ChildKey> retired) {

    /** Every child that is no orphan. */
    Set<ChildKey> wanted() {
        Set<ChildKey> wanted = new HashSet<>(held);
        desired.forEach(child -> wanted.add(ChildKey.of(child)));
        return wanted;
    }
}
