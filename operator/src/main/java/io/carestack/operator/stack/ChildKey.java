package io.carestack.operator.stack;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** A child within its stack. */
record ChildKey(String kind, String name) {
    static ChildKey of(HasMetadata child) {
        return new ChildKey(child.getKind(), child.getMetadata().getName());
    }
}
