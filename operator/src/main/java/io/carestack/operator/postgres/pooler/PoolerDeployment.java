package io.carestack.operator.postgres.pooler;

import io.carestack.operator.effective.Database.Pooler;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.postgres.design.Shape;
import io.carestack.operator.postgres.plan.Encryption;
import io.carestack.operator.store.Placement;
import io.carestack.operator.store.Restricted;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The pooler's pods. */
final class PoolerDeployment {
    private static final long USER = 999;
    private static final int GROUP_READABLE = 0440;

    private PoolerDeployment() {}

    static Deployment design(Shape shape, Pooler pooler, String checksum) {
        Map<String, String> selector = Labels.selector(shape.stack().name(), PoolerDesign.COMPONENT);
        return new DeploymentBuilder()
                .withMetadata(shape.owner().child(shape.names().pooler(), PoolerDesign.COMPONENT))
                .withNewSpec()
                .withReplicas(pooler.instances())
                .withNewSelector()
                .withMatchLabels(selector)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(Labels.common(shape.stack().name(), PoolerDesign.COMPONENT))
                .withAnnotations(Map.of(Labels.CONFIG_CHECKSUM, checksum))
                .endMetadata()
                .withSpec(Placement.place(pod(shape, pooler), Optional.empty(), selector))
                .endTemplate()
                .endSpec()
                .build();
    }

    private static PodSpec pod(Shape shape, Pooler pooler) {
        return new PodSpecBuilder()
                .withServiceAccountName(shape.names().postgres())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withSecurityContext(Restricted.pod(Optional.empty(), USER))
                .withContainers(container(shape, pooler))
                .withVolumes(volumes(shape))
                .build();
    }

    private static List<Volume> volumes(Shape shape) {
        List<Volume> volumes = new ArrayList<>(List.of(
                new VolumeBuilder()
                        .withName("config")
                        .withNewConfigMap()
                        .withName(shape.names().pooler())
                        .endConfigMap()
                        .build(),
                new VolumeBuilder()
                        .withName("users")
                        .withNewSecret()
                        .withSecretName(shape.names().pooler())
                        .withDefaultMode(GROUP_READABLE)
                        .endSecret()
                        .build()));
        if (shape.encryption() != Encryption.OFF) {
            volumes.add(new VolumeBuilder()
                    .withName("tls")
                    .withNewSecret()
                    .withSecretName(shape.names().postgresTls())
                    .withDefaultMode(GROUP_READABLE)
                    .withItems(Stream.of("tls.crt", "tls.key", "ca.crt")
                            .map(key -> new KeyToPath(key, null, key))
                            .toList())
                    .endSecret()
                    .build());
        }
        return volumes;
    }

    private static Container container(Shape shape, Pooler pooler) {
        return new ContainerBuilder()
                .withName("pgbouncer")
                .withImage(pooler.image())
                .withCommand("pgbouncer", Shape.HOME + "/config/pgbouncer.ini")
                .addNewPort()
                .withName("postgres")
                .withContainerPort(Shape.PORT)
                .endPort()
                .withNewResources()
                .addToRequests("cpu", new Quantity("100m"))
                .addToRequests("memory", new Quantity("64Mi"))
                .addToLimits("cpu", new Quantity("1"))
                .addToLimits("memory", new Quantity("256Mi"))
                .endResources()
                .withSecurityContext(Restricted.container())
                .withReadinessProbe(new ProbeBuilder()
                        .withNewTcpSocket()
                        .withNewPort("postgres")
                        .endTcpSocket()
                        .withPeriodSeconds(5)
                        .build())
                // Endpoints go first: new connections must not reach a pooler that ends.
                .withLifecycle(new LifecycleBuilder()
                        .withNewPreStop()
                        .withNewExec()
                        .withCommand("sleep", "5")
                        .endExec()
                        .endPreStop()
                        .build())
                .withVolumeMounts(mounts(shape))
                .build();
    }

    private static List<VolumeMount> mounts(Shape shape) {
        Stream<String> names = shape.encryption() == Encryption.OFF
                ? Stream.of("config", "users")
                : Stream.of("config", "users", "tls");
        return names.map(name -> new VolumeMountBuilder()
                        .withName(name)
                        .withMountPath(Shape.HOME + "/" + name)
                        .withReadOnly(true)
                        .build())
                .toList();
    }
}
