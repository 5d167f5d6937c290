package io.carestack.operator.stack;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Order of writes: what pods refer to, then workloads and Services, then what acts on workloads. */
enum Wave {
    REFERENCED,
    WORKLOADS,
    REST;

    static Wave of(HasMetadata child) {
        return switch (child.getKind()) {
            case "ConfigMap", "Secret", "ServiceAccount", "NetworkPolicy" -> REFERENCED;
            case "Deployment", "StatefulSet", "Service", "PersistentVolumeClaim" -> WORKLOADS;
            default -> REST;
        };
    }
}
