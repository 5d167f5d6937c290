package io.carestack.operator.postgres.design;

import io.carestack.operator.kube.Labels;
import io.carestack.operator.store.VolumeGrowth;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The StatefulSet of the instances. It never restarts a pod by itself ({@code OnDelete}); the operator decides the order. */
public final class Instances {
    /** Annotation that repeats, in the write that makes the volumes, which pod may run {@code initdb}. */
    public static final String INITIALIZE = "carestack.io/initialize";

    private Instances() {}

    /**
     * The StatefulSet.
     *
     * @param templateSize size in the claim template, which cannot be changed later
     * @param initialize the pod that may run {@code initdb}
     */
    public static StatefulSet design(Shape shape, String templateSize, Optional<String> initialize) {
        ObjectMeta metadata = shape.owner().child(shape.names().postgres(), Shape.COMPONENT);
        initialize.ifPresent(pod -> metadata.setAnnotations(new TreeMap<>(Map.of(INITIALIZE, pod))));
        boolean retain = shape.stack().retainsData();
        return new StatefulSetBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withReplicas(shape.replicas())
                .withServiceName(shape.names().postgres())
                .withPodManagementPolicy("Parallel")
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .withNewPersistentVolumeClaimRetentionPolicy()
                .withWhenDeleted(retain ? "Retain" : "Delete")
                .withWhenScaled("Retain")
                .endPersistentVolumeClaimRetentionPolicy()
                .withNewSelector()
                .withMatchLabels(shape.selector())
                .endSelector()
                .withTemplate(InstancePod.design(shape))
                .withVolumeClaimTemplates(claim(shape, templateSize))
                .endSpec()
                .build();
    }

    private static PersistentVolumeClaim claim(Shape shape, String size) {
        return new PersistentVolumeClaimBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withName(VolumeGrowth.DATA)
                        .withLabels(Labels.common(shape.stack().name(), Shape.COMPONENT))
                        .build())
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(shape.database().storageClass().orElse(null))
                .withNewResources()
                .addToRequests("storage", new Quantity(size))
                .endResources()
                .endSpec()
                .build();
    }
}
