package io.carestack.operator.stack;

import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.postgres.InstancePods;
import java.util.Optional;

/** Pods of instances through the API server. */
record ClusterPods(ApiWriter writer) implements InstancePods {
    @Override
    public void setRole(Owner owner, String pod, Optional<String> role) {
        writer.label(owner.namespace(), pod, Labels.ROLE, role);
    }

    @Override
    public void delete(Owner owner, String pod) {
        writer.deletePod(owner.namespace(), pod);
    }
}
