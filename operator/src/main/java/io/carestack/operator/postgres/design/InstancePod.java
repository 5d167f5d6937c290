package io.carestack.operator.postgres.design;

import io.carestack.operator.api.PodSettings;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.store.Placement;
import io.carestack.operator.store.Restricted;
import io.carestack.operator.store.VolumeGrowth;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pod template of an instance.
 *
 * <p>It depends on the image, the resources and the placement alone. Scripts, configuration, passwords and the number of instances are files, so
 * neither a new version of the operator nor a changed parameter makes the pods differ from their template.
 */
public final class InstancePod {
    /** Name of the container. */
    static final String CONTAINER = "postgres";

    private static final long DEBIAN_USER = 999;
    private static final long ALPINE_USER = 70;
    private static final long GRACE_SECONDS = 120;
    private static final int GROUP_READABLE = 0440;
    private static final String VOLUME = "/var/lib/postgresql/data";

    /** Annotation with what the spec said about the pod when it was made. */
    public static final String POD_FINGERPRINT = "carestack.io/pod-spec";

    private InstancePod() {}

    static PodTemplateSpec design(Shape shape) {
        Optional<PodSettings> settings = shape.database().pod();
        PodSpec pod = new PodSpecBuilder()
                .withServiceAccountName(shape.names().postgres())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withSecurityContext(Restricted.pod(settings, shape.alpine() ? ALPINE_USER : DEBIAN_USER))
                .withContainers(containers(shape))
                .withVolumes(volumes(shape))
                .build();
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(
                        Placement.labels(settings, Labels.common(shape.stack().name(), Shape.COMPONENT)))
                .addToAnnotations(settings.map(PodSettings::annotations).orElse(Map.of()))
                .addToAnnotations(POD_FINGERPRINT, shape.podFingerprint())
                .endMetadata()
                .withSpec(Placement.place(pod, settings, shape.selector()))
                .build();
    }

    private static List<Container> containers(Shape shape) {
        List<Container> containers = new ArrayList<>(List.of(container(shape)));
        if (shape.database().exporter().enabled()) {
            containers.add(ExporterContainer.design(shape.database().exporter()));
        }
        return containers;
    }

    private static Container container(Shape shape) {
        return new ContainerBuilder()
                .withName(CONTAINER)
                .withImage(shape.database().image())
                .withCommand("sh", Shape.HOME + "/config/entrypoint.sh")
                .withEnv(environment())
                .addNewPort()
                .withName("postgres")
                .withContainerPort(Shape.PORT)
                .endPort()
                .withResources(shape.database().resources().toRequirements())
                .withSecurityContext(Restricted.container())
                .withStartupProbe(probe("alive.sh", 1, 60))
                .withLivenessProbe(probe("alive.sh", 10, 3))
                .withReadinessProbe(probe("ready.sh", 2, 3))
                .withLifecycle(new LifecycleBuilder()
                        .withNewPreStop()
                        .withNewExec()
                        .withCommand("sh", Shape.HOME + "/config/stop.sh")
                        .endExec()
                        .endPreStop()
                        .build())
                .withVolumeMounts(
                        mount(VolumeGrowth.DATA, VOLUME, false),
                        mount("config", Shape.HOME + "/config", true),
                        mount("superuser", Shape.HOME + "/superuser", true),
                        mount("replication", Shape.HOME + "/replication", true),
                        mount("tls", Shape.HOME + "/tls", true),
                        mount("state", Shape.HOME + "/state", false),
                        mount("shm", "/dev/shm", false),
                        mount("tmp", "/tmp", false))
                .build();
    }

    private static List<EnvVar> environment() {
        return List.of(
                new EnvVarBuilder()
                        .withName("POD_NAME")
                        .withNewValueFrom()
                        .withNewFieldRef()
                        .withFieldPath("metadata.name")
                        .endFieldRef()
                        .endValueFrom()
                        .build(),
                new EnvVar("PGDATA", VOLUME + "/pgdata", null),
                new EnvVar("PGHOST", Shape.HOME + "/state", null),
                new EnvVar("PGUSER", Shape.SUPERUSER, null));
    }

    private static Probe probe(String script, int period, int failures) {
        return new ProbeBuilder()
                .withNewExec()
                .withCommand("sh", Shape.HOME + "/config/" + script)
                .endExec()
                .withPeriodSeconds(period)
                .withTimeoutSeconds(5)
                .withFailureThreshold(failures)
                .build();
    }

    private static List<Volume> volumes(Shape shape) {
        List<Volume> volumes = new ArrayList<>(List.of(
                new VolumeBuilder()
                        .withName("config")
                        .withNewConfigMap()
                        .withName(shape.names().postgres())
                        .endConfigMap()
                        .build(),
                secret("superuser", shape),
                secret("replication", shape),
                new VolumeBuilder()
                        .withName("state")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .build(),
                new VolumeBuilder()
                        .withName("shm")
                        .withNewEmptyDir()
                        .withMedium("Memory")
                        .endEmptyDir()
                        .build(),
                new VolumeBuilder()
                        .withName("tmp")
                        .withNewEmptyDir()
                        .endEmptyDir()
                        .build(),
                certificates(shape)));
        if (shape.database().exporter().enabled()) {
            volumes.add(secret(ExporterContainer.VOLUME, shape));
        }
        return volumes;
    }

    /** Mounted whether there are certificates or not, so that no pod has to be replaced for them. */
    private static Volume certificates(Shape shape) {
        return new VolumeBuilder()
                .withName("tls")
                .withNewSecret()
                .withSecretName(shape.names().postgresTls())
                .withDefaultMode(GROUP_READABLE)
                .withOptional(true)
                .withItems(Stream.of("tls.crt", "tls.key", "ca.crt")
                        .map(key -> new KeyToPath(key, null, key))
                        .toList())
                .endSecret()
                .build();
    }

    private static Volume secret(String role, Shape shape) {
        return new VolumeBuilder()
                .withName(role)
                .withNewSecret()
                .withSecretName(shape.names().postgresCredentials(role))
                .withDefaultMode(GROUP_READABLE)
                .addNewItem()
                .withKey("password")
                .withPath("password")
                .endItem()
                .endSecret()
                .build();
    }

    private static VolumeMount mount(String name, String path, boolean readOnly) {
        VolumeMountBuilder mount = new VolumeMountBuilder().withName(name).withMountPath(path);
        return readOnly ? mount.withReadOnly(true).build() : mount.build();
    }
}
