package io.carestack.operator.app;

import io.carestack.operator.api.ComponentVolume;
import io.carestack.operator.api.ComponentVolume.EmptyDirectory;
import io.carestack.operator.api.ComponentVolume.Medium;
import io.carestack.operator.effective.Quantities;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;

/** Volumes of a component's pods. */
final class VolumeDesign {
    private VolumeDesign() {}

    static List<Volume> volumes(List<ComponentVolume> volumes) {
        return volumes.stream().map(VolumeDesign::volume).toList();
    }

    static List<VolumeMount> mounts(List<ComponentVolume> volumes) {
        return volumes.stream()
                .map(volume -> new VolumeMountBuilder()
                        .withName(volume.name())
                        .withMountPath(volume.mountPath())
                        .withSubPath(Text.orNull(volume.subPath()))
                        .withReadOnly(Boolean.TRUE.equals(volume.readOnly()) ? true : null)
                        .build())
                .toList();
    }

    private static Volume volume(ComponentVolume wanted) {
        VolumeBuilder volume = new VolumeBuilder().withName(wanted.name());
        if (wanted.persistentVolumeClaim() != null) {
            volume.withNewPersistentVolumeClaim()
                    .withClaimName(wanted.persistentVolumeClaim().name())
                    .endPersistentVolumeClaim();
        } else if (wanted.configMap() != null) {
            volume.withNewConfigMap().withName(wanted.configMap().name()).endConfigMap();
        } else if (wanted.secret() != null) {
            volume.withNewSecret().withSecretName(wanted.secret().name()).endSecret();
        } else {
            EmptyDirectory directory = wanted.emptyDir() != null ? wanted.emptyDir() : new EmptyDirectory(null, null);
            volume.withNewEmptyDir()
                    .withMedium(directory.medium() == Medium.Memory ? "Memory" : null)
                    .withSizeLimit(
                            directory.sizeLimit() == null
                                    ? null
                                    : new Quantity(Quantities.canonical(directory.sizeLimit())))
                    .endEmptyDir();
        }
        return volume.build();
    }
}
