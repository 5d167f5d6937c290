package io.carestack.operator.store;

import io.carestack.operator.kube.Children;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;

/** Claims that have no volume, which is how a StorageClass that does not exist shows; the operator itself may not read StorageClasses. */
public final class UnboundClaims {
    private static final String PENDING = "Pending";

    private UnboundClaims() {}

    /**
     * What to look for while an instance of the StatefulSet waits for its volume; empty when all claims have theirs.
     *
     * @param field path of the class's name in the CareStack
     * @param another what to do when the class named there is the wrong one
     */
    public static Optional<String> told(Children children, String statefulSet, String field, String another) {
        return VolumeGrowth.claims(children, statefulSet).stream()
                .filter(claim -> claim.getStatus() != null
                        && PENDING.equals(claim.getStatus().getPhase()))
                .findFirst()
                .map(claim -> sentence(claim, field, another));
    }

    private static String sentence(PersistentVolumeClaim claim, String field, String another) {
        String name = claim.getMetadata().getName();
        return Optional.ofNullable(claim.getSpec().getStorageClassName())
                .map(type ->
                        "%s: claim %s has no volume of StorageClass %s; if that StorageClass does not exist, create it, or %s"
                                .formatted(field, name, type, another))
                .orElseGet(() ->
                        "%s: claim %s has no volume and the cluster no default StorageClass; make one the default, or %s"
                                .formatted(field, name, another));
    }
}
