package io.carestack.operator.kube;

import io.fabric8.kubernetes.api.model.FieldsV1Builder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the replica count of a Deployment is still the operator's, as the API server itself records it.
 *
 * <p>A Deployment is created with a count, which an HPA then takes over with its first change. Until then the count would be reset to one by an apply
 * that no longer has it.
 */
final class ReplicaOwnership {
    private static final String SPEC = "f:spec";
    private static final String REPLICAS = "f:replicas";
    private static final String APPLY = "Apply";

    private ReplicaOwnership() {}

    /** The count that the apply of this wish would reset; empty when the wish has a count, or the operator owns none. */
    static Optional<Integer> atStake(HasMetadata wished, HasMetadata observed) {
        return wished instanceof Deployment wish
                        && wish.getSpec().getReplicas() == null
                        && observed instanceof Deployment deployment
                        && isOperators(deployment)
                ? Optional.ofNullable(deployment.getSpec().getReplicas())
                : Optional.empty();
    }

    /** Whether the wish wakes a Deployment that has no pods; somebody else may do so at the same time. */
    static boolean wakes(HasMetadata wished, HasMetadata observed) {
        return wished instanceof Deployment wish
                && observed instanceof Deployment deployment
                && wish.getSpec().getReplicas() != null
                && wish.getSpec().getReplicas() > 0
                && Integer.valueOf(0).equals(deployment.getSpec().getReplicas());
    }

    /** All that has to be kept of an object's managed fields to know it later. */
    static List<ManagedFieldsEntry> kept(HasMetadata object) {
        return object instanceof Deployment && isOperators(object)
                ? List.of(new ManagedFieldsEntryBuilder()
                        .withManager(ApiWriter.FIELD_MANAGER)
                        .withOperation(APPLY)
                        .withFieldsV1(new FieldsV1Builder()
                                .addToAdditionalProperties(SPEC, Map.of(REPLICAS, Map.of()))
                                .build())
                        .build())
                : List.of();
    }

    private static boolean isOperators(HasMetadata deployment) {
        List<ManagedFieldsEntry> entries = deployment.getMetadata().getManagedFields();
        return entries != null
                && entries.stream()
                        .anyMatch(entry -> ApiWriter.FIELD_MANAGER.equals(entry.getManager())
                                && APPLY.equals(entry.getOperation())
                                && entry.getFieldsV1() != null
                                && entry.getFieldsV1().getAdditionalProperties().get(SPEC) instanceof Map<?, ?> spec
                                && spec.containsKey(REPLICAS));
    }
}
