package io.carestack.operator.postgres.pooler;

import io.carestack.operator.effective.Database.Pooler;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.postgres.design.Shape;
import io.carestack.operator.store.Placement;
import io.carestack.operator.store.Restricted;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.Optional;

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
                .withContainers(container(pooler))
                .withVolumes(
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
                                .build())
                .build();
    }

    private static Container container(Pooler pooler) {
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
                .withVolumeMounts(
                        new VolumeMountBuilder()
                                .withName("config")
                                .withMountPath(Shape.HOME + "/config")
                                .withReadOnly(true)
                                .build(),
                        new VolumeMountBuilder()
                                .withName("users")
                                .withMountPath(Shape.HOME + "/users")
                                .withReadOnly(true)
                                .build())
                .build();
    }
}
