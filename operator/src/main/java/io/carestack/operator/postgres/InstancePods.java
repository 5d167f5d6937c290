package io.carestack.operator.postgres;

import io.carestack.operator.kube.Owner;
import java.util.Optional;

/** What is done to the pods of instances. */
public interface InstancePods {
    /** Sets the role label, by which the read-write and read-only Services select, or takes it away. A pod that does not exist needs no label. */
    void setRole(Owner owner, String pod, Optional<String> role);

    /** Deletes the pod with its grace period; its StatefulSet makes it again. */
    void delete(Owner owner, String pod);
}
