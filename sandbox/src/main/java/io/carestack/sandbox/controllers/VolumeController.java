package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Provisions, binds and expands claims, and lets go of those that nothing uses any more. */
final class VolumeController implements AutoCloseable {
    private static final String PROTECTION = "kubernetes.io/pvc-protection";
    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Context context;
    private final ControlLoop loop;

    VolumeController(Context context) {
        this.context = context;
        this.loop = context.loop("volume", this::sync);
        context.cluster().watch(PersistentVolumeClaim.class, claim -> loop.add(Key.of(claim)), this::deleted);
        context.cluster()
                .watch(
                        Pod.class,
                        pod -> pod.getSpec().getVolumes().stream()
                                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                                .forEach(volume -> loop.add(new Key(
                                        pod.getMetadata().getNamespace(),
                                        volume.getPersistentVolumeClaim().getClaimName()))));
        context.cluster()
                .watch(
                        StorageClass.class,
                        added -> context.cluster()
                                .list(PersistentVolumeClaim.class)
                                .forEach(claim -> loop.add(Key.of(claim))));
    }

    /** Makes the classes {@code standard}, which is the default, and {@code bounded} and {@code block}, whose volumes can be full. */
    void createClasses() {
        for (String name : List.of("standard", "bounded", "block")) {
            if (context.client().storage().v1().storageClasses().withName(name).get() == null) {
                context.client()
                        .resource(new StorageClassBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .addToAnnotations(DEFAULT_CLASS, Boolean.toString(name.equals("standard")))
                                .endMetadata()
                                .withProvisioner("sandbox.carestack.io/directory")
                                .withReclaimPolicy("Delete")
                                .withVolumeBindingMode("Immediate")
                                .withAllowVolumeExpansion(true)
                                .build())
                        .create();
            }
        }
    }

    private Optional<Duration> sync(Key key) {
        Optional<PersistentVolumeClaim> found = context.cluster().get(PersistentVolumeClaim.class, key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        PersistentVolumeClaim claim = found.get();
        if (Owners.isBeingDeleted(claim)) {
            release(claim);
            return Optional.empty();
        }
        if (claim.getSpec().getVolumeName() == null) {
            return provision(claim);
        }
        bind(claim);
        return Optional.empty();
    }

    private void release(PersistentVolumeClaim claim) {
        boolean used = context.cluster().list(Pod.class, claim.getMetadata().getNamespace()).stream()
                .filter(pod -> !Pods.isFinished(pod))
                .anyMatch(pod -> uses(pod, claim));
        if (!used && claim.getMetadata().getFinalizers().contains(PROTECTION)) {
            context.client()
                    .resource(new PersistentVolumeClaimBuilder(claim)
                            .editMetadata()
                            .removeFromFinalizers(PROTECTION)
                            .endMetadata()
                            .build())
                    .update();
        }
    }

    private static boolean uses(Pod pod, PersistentVolumeClaim claim) {
        return pod.getSpec().getVolumes().stream()
                .map(Volume::getPersistentVolumeClaim)
                .filter(Objects::nonNull)
                .anyMatch(source ->
                        source.getClaimName().equals(claim.getMetadata().getName()));
    }

    private Optional<Duration> provision(PersistentVolumeClaim claim) {
        String asked = claim.getSpec().getStorageClassName();
        if (asked != null && asked.isEmpty()) {
            context.events()
                    .normal(
                            claim,
                            "FailedBinding",
                            "no persistent volumes available for this claim and no storage class is set");
            return Optional.empty();
        }
        Optional<StorageClass> type =
                asked == null ? defaultClass() : context.cluster().get(StorageClass.class, new Key("", asked));
        if (type.isEmpty()) {
            String message = asked == null
                    ? "no default storage class"
                    : "storageclass.storage.k8s.io \"%s\" not found".formatted(asked);
            context.events().warning(claim, "ProvisioningFailed", message);
            return Optional.of(AGAIN);
        }
        if ("WaitForFirstConsumer".equals(type.get().getVolumeBindingMode())
                && context.cluster().list(Pod.class, claim.getMetadata().getNamespace()).stream()
                        .noneMatch(pod -> uses(pod, claim))) {
            context.events()
                    .normal(claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
            return Optional.empty();
        }
        String name = "pvc-" + claim.getMetadata().getUid();
        create(volume(claim, type.get(), name));
        context.events().normal(claim, "ProvisioningSucceeded", "Successfully provisioned volume " + name);
        context.client()
                .resource(new PersistentVolumeClaimBuilder(claim)
                        .editMetadata()
                        .addToAnnotations("pv.kubernetes.io/bind-completed", "yes")
                        .addToAnnotations("pv.kubernetes.io/bound-by-controller", "yes")
                        .endMetadata()
                        .editSpec()
                        .withVolumeName(name)
                        .withStorageClassName(type.get().getMetadata().getName())
                        .endSpec()
                        .build())
                .update();
        return Optional.empty();
    }

    private void create(PersistentVolume volume) {
        try {
            context.client().resource(volume).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private static PersistentVolume volume(PersistentVolumeClaim claim, StorageClass type, String name) {
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withCapacity(Map.of("storage", requested(claim)))
                .withAccessModes(claim.getSpec().getAccessModes())
                .withPersistentVolumeReclaimPolicy(Objects.requireNonNullElse(type.getReclaimPolicy(), "Delete"))
                .withStorageClassName(type.getMetadata().getName())
                .withNewClaimRef()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .withUid(claim.getMetadata().getUid())
                .endClaimRef()
                .withNewHostPath("/" + name, "DirectoryOrCreate")
                .endSpec()
                .build();
    }

    private Optional<StorageClass> defaultClass() {
        return context.cluster().list(StorageClass.class).stream()
                .filter(type ->
                        "true".equals(type.getMetadata().getAnnotations().get(DEFAULT_CLASS)))
                .findFirst();
    }

    private static Quantity requested(PersistentVolumeClaim claim) {
        Quantity size = claim.getSpec().getResources().getRequests().get("storage");
        return size == null ? new Quantity("1Gi") : size;
    }

    /** Says in the status that the claim is bound, and with its new size when it grew. */
    private void bind(PersistentVolumeClaim claim) {
        var status = claim.getStatus();
        boolean bound = status != null && "Bound".equals(status.getPhase());
        Quantity capacity = status == null
                ? null
                : Objects.requireNonNullElse(status.getCapacity(), Map.<String, Quantity>of())
                        .get("storage");
        boolean grows =
                capacity == null || requested(claim).getNumericalAmount().compareTo(capacity.getNumericalAmount()) > 0;
        if (bound && !grows) {
            return;
        }
        if (bound) {
            context.client()
                    .persistentVolumes()
                    .withName(claim.getSpec().getVolumeName())
                    .edit(volume -> new PersistentVolumeBuilder(volume)
                            .editSpec()
                            .addToCapacity("storage", requested(claim))
                            .endSpec()
                            .build());
            context.events()
                    .normal(claim, "FileSystemResizeSuccessful", "MountVolume.NodeExpandVolume succeeded for volume");
        }
        context.client()
                .resource(new PersistentVolumeClaimBuilder(claim)
                        .withNewStatus()
                        .withPhase("Bound")
                        .withAccessModes(claim.getSpec().getAccessModes())
                        .withCapacity(Map.of("storage", requested(claim)))
                        .endStatus()
                        .build())
                .updateStatus();
    }

    private void deleted(PersistentVolumeClaim claim) {
        String name = claim.getSpec().getVolumeName();
        if (name != null) {
            Thread.ofVirtual().start(() -> {
                PersistentVolume volume =
                        context.client().persistentVolumes().withName(name).get();
                if (volume != null && "Delete".equals(volume.getSpec().getPersistentVolumeReclaimPolicy())) {
                    context.client()
                            .persistentVolumes()
                            .withName(name)
                            .edit(kept -> new PersistentVolumeBuilder(kept)
                                    .editMetadata()
                                    .withFinalizers(List.of())
                                    .endMetadata()
                                    .build());
                    context.client().persistentVolumes().withName(name).delete();
                }
            });
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
