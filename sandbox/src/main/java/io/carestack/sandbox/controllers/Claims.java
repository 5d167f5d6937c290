package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The claims that a StatefulSet makes for its pods, and what its retention policy does with them. */
final class Claims {
    private final Context context;

    Claims(Context context) {
        this.context = context;
    }

    static String name(StatefulSet set, PersistentVolumeClaim template, int ordinal) {
        return "%s-%s-%d"
                .formatted(template.getMetadata().getName(), set.getMetadata().getName(), ordinal);
    }

    /** Makes the claims of one pod that are not there; false while one of them is being deleted. */
    boolean ensure(StatefulSet set, int ordinal) {
        boolean usable = true;
        for (PersistentVolumeClaim template : set.getSpec().getVolumeClaimTemplates()) {
            String name = name(set, template, ordinal);
            Optional<PersistentVolumeClaim> existing = Optional.ofNullable(context.client()
                    .persistentVolumeClaims()
                    .inNamespace(set.getMetadata().getNamespace())
                    .withName(name)
                    .get());
            if (existing.isPresent()) {
                usable = usable && !Owners.isBeingDeleted(existing.get());
                continue;
            }
            PersistentVolumeClaim claim = new PersistentVolumeClaimBuilder(template)
                    .editMetadata()
                    .withName(name)
                    .withNamespace(set.getMetadata().getNamespace())
                    .addToLabels(set.getSpec().getSelector().getMatchLabels())
                    .endMetadata()
                    .withStatus(null)
                    .build();
            if (deletesWith(set)) {
                claim.getMetadata().setOwnerReferences(List.of(owner(set)));
            }
            context.client().resource(claim).create();
            context.events()
                    .normal(
                            set,
                            "SuccessfulCreate",
                            "create Claim %s in StatefulSet %s success"
                                    .formatted(name, set.getMetadata().getName()));
        }
        return usable;
    }

    private static boolean deletesWith(StatefulSet set) {
        var policy = set.getSpec().getPersistentVolumeClaimRetentionPolicy();
        return policy != null && "Delete".equals(policy.getWhenDeleted());
    }

    private static OwnerReference owner(StatefulSet set) {
        return new OwnerReferenceBuilder(Owners.reference(set))
                .withBlockOwnerDeletion(null)
                .build();
    }

    /** Brings existing claims' owners in line with the policy and deletes claims of removed ordinals if it says so. */
    void retain(StatefulSet set, List<Integer> ordinals, List<Pod> pods) {
        var policy = set.getSpec().getPersistentVolumeClaimRetentionPolicy();
        boolean deletesScaled = policy != null && "Delete".equals(policy.getWhenScaled());
        for (PersistentVolumeClaim template : set.getSpec().getVolumeClaimTemplates()) {
            String prefix = "%s-%s-"
                    .formatted(
                            template.getMetadata().getName(), set.getMetadata().getName());
            for (PersistentVolumeClaim claim : context.cluster()
                    .list(PersistentVolumeClaim.class, set.getMetadata().getNamespace())) {
                String rest = claim.getMetadata().getName().startsWith(prefix)
                        ? claim.getMetadata().getName().substring(prefix.length())
                        : "";
                if (!rest.matches("\\d+") || Owners.isBeingDeleted(claim)) {
                    continue;
                }
                boolean unused = !ordinals.contains(Integer.valueOf(rest))
                        && pods.stream()
                                .noneMatch(pod -> pod.getMetadata()
                                        .getName()
                                        .equals(set.getMetadata().getName() + "-" + rest));
                if (unused && deletesScaled) {
                    context.client().resource(claim).delete();
                } else {
                    own(set, claim);
                }
            }
        }
    }

    private void own(StatefulSet set, PersistentVolumeClaim claim) {
        String uid = set.getMetadata().getUid();
        boolean owned = claim.getMetadata().getOwnerReferences().stream()
                .anyMatch(o -> o.getUid().equals(uid));
        if (owned == deletesWith(set)) {
            return;
        }
        PersistentVolumeClaim changed = new PersistentVolumeClaimBuilder(claim)
                .editMetadata()
                .removeMatchingFromOwnerReferences(o -> uid.equals(o.getUid()))
                .endMetadata()
                .build();
        if (deletesWith(set)) {
            changed.getMetadata().getOwnerReferences().add(owner(set));
        }
        context.client().resource(changed).update();
    }

    static List<Integer> ordinals(StatefulSet set, int replicas) {
        int start = set.getSpec().getOrdinals() == null
                        || set.getSpec().getOrdinals().getStart() == null
                ? 0
                : set.getSpec().getOrdinals().getStart();
        return IntStream.range(start, start + replicas).boxed().toList();
    }
}
