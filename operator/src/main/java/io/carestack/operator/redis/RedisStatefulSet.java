package io.carestack.operator.redis;

import io.carestack.operator.api.PodSettings;
import io.carestack.operator.effective.EffectiveRedis;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.store.Placement;
import io.carestack.operator.store.Restricted;
import io.carestack.operator.store.VolumeGrowth;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The StatefulSet of one Redis instance: one pod, made anew when its configuration or password changes. */
final class RedisStatefulSet {
    private static final String HOME = "/run/carestack";
    private static final long USER = 999;
    private static final long GRACE_SECONDS = 60;
    private static final int GROUP_READABLE = 0440;

    private RedisStatefulSet() {}

    static StatefulSet design(EffectiveStack stack, EffectiveRedis redis, String templateSize, String checksum) {
        String component = RedisDesign.component(redis);
        StatefulSet set = new StatefulSetBuilder()
                .withMetadata(stack.owner().child(RedisDesign.name(stack, redis), component))
                .withNewSpec()
                .withReplicas(stack.hibernate() ? 0 : 1)
                .withServiceName(RedisDesign.name(stack, redis))
                .withNewPersistentVolumeClaimRetentionPolicy()
                .withWhenDeleted(stack.retainsData() ? "Retain" : "Delete")
                .withWhenScaled("Retain")
                .endPersistentVolumeClaimRetentionPolicy()
                .withNewSelector()
                .withMatchLabels(Labels.selector(stack.name(), component))
                .endSelector()
                .withTemplate(template(stack, redis, checksum))
                .endSpec()
                .build();
        redis.persistence()
                .ifPresent(volume ->
                        set.getSpec().setVolumeClaimTemplates(List.of(claim(stack, component, volume, templateSize))));
        return set;
    }

    private static PodTemplateSpec template(EffectiveStack stack, EffectiveRedis redis, String checksum) {
        String component = RedisDesign.component(redis);
        Map<String, String> annotations =
                new TreeMap<>(redis.pod().map(PodSettings::annotations).orElse(Map.of()));
        annotations.put(Labels.CONFIG_CHECKSUM, checksum);
        PodSpec pod = new PodSpecBuilder()
                .withServiceAccountName(RedisDesign.name(stack, redis))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withSecurityContext(Restricted.pod(redis.pod(), USER))
                .withContainers(container(redis))
                .withVolumes(volumes(stack, redis))
                .build();
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(Placement.labels(redis.pod(), Labels.common(stack.name(), component)))
                .withAnnotations(annotations)
                .endMetadata()
                .withSpec(Placement.place(pod, redis.pod(), Labels.selector(stack.name(), component)))
                .build();
    }

    private static Container container(EffectiveRedis redis) {
        return new ContainerBuilder()
                .withName("redis")
                .withImage(redis.image())
                .withCommand("sh", HOME + "/config/start.sh")
                .addNewPort()
                .withName("redis")
                .withContainerPort(RedisDesign.PORT)
                .endPort()
                .withResources(redis.resources().toRequirements())
                .withSecurityContext(Restricted.container())
                .withStartupProbe(probe("alive", 1, 60))
                .withLivenessProbe(probe("alive", 10, 6))
                .withReadinessProbe(probe("ready", 3, 2))
                .withVolumeMounts(
                        mount(VolumeGrowth.DATA, "/data", false),
                        mount("config", HOME + "/config", true),
                        mount("auth", HOME + "/auth", true),
                        mount("state", HOME + "/state", false))
                .build();
    }

    private static Probe probe(String question, int period, int failures) {
        return new ProbeBuilder()
                .withNewExec()
                .withCommand("sh", HOME + "/config/probe.sh", question)
                .endExec()
                .withPeriodSeconds(period)
                .withTimeoutSeconds(5)
                .withFailureThreshold(failures)
                .build();
    }

    private static List<Volume> volumes(EffectiveStack stack, EffectiveRedis redis) {
        List<Volume> volumes = new ArrayList<>();
        volumes.add(new VolumeBuilder()
                .withName("config")
                .withNewConfigMap()
                .withName(RedisDesign.name(stack, redis))
                .endConfigMap()
                .build());
        volumes.add(new VolumeBuilder()
                .withName("auth")
                .withNewSecret()
                .withSecretName(RedisDesign.credentials(stack, redis))
                .withDefaultMode(GROUP_READABLE)
                .addNewItem()
                .withKey(RedisDesign.PASSWORD)
                .withPath(RedisDesign.PASSWORD)
                .endItem()
                .endSecret()
                .build());
        volumes.add(emptyDirectory("state"));
        if (redis.persistence().isEmpty()) {
            volumes.add(emptyDirectory(VolumeGrowth.DATA));
        }
        return volumes;
    }

    private static Volume emptyDirectory(String name) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }

    private static VolumeMount mount(String name, String path, boolean readOnly) {
        VolumeMountBuilder mount = new VolumeMountBuilder().withName(name).withMountPath(path);
        return readOnly ? mount.withReadOnly(true).build() : mount.build();
    }

    private static PersistentVolumeClaim claim(
            EffectiveStack stack, String component, EffectiveRedis.Volume volume, String size) {
        return new PersistentVolumeClaimBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withName(VolumeGrowth.DATA)
                        .withLabels(Labels.common(stack.name(), component))
                        .build())
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(volume.storageClass().orElse(null))
                .withNewResources()
                .addToRequests("storage", new Quantity(size))
                .endResources()
                .endSpec()
                .build();
    }
}
