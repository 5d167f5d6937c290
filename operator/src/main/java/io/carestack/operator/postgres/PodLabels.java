package io.carestack.operator.postgres;

import io.carestack.operator.kube.Owner;
import java.util.Optional;

/** The role label of pods, by which the read-write and read-only Services select. */
public interface PodLabels {
    /** Sets the label, or takes it away. A pod that does not exist needs no label. */
    void setRole(Owner owner, String pod, Optional<String> role);
}
