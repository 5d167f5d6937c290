package io.carestack.operator.postgres.design;

import io.carestack.operator.effective.Database.Exporter;
import io.carestack.operator.store.Restricted;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/**
 * The container beside each instance that tells Prometheus how the instance is.
 *
 * <p>It has no probes: whether metrics can be read says nothing about the database. It logs in over the pod's own loopback interface, as a role that
 * may read statistics only, with a password from a file.
 */
public final class ExporterContainer {
    /** Port of the metrics, and its name. */
    public static final int PORT = 9187;

    public static final String PORT_NAME = "metrics";

    /** Name of the volume with the password. */
    static final String VOLUME = "exporter";

    private ExporterContainer() {}

    static Container design(Exporter exporter) {
        return new ContainerBuilder()
                .withName("exporter")
                .withImage(exporter.image())
                .withEnv(
                        new EnvVar("DATA_SOURCE_URI", "127.0.0.1:" + Shape.PORT + "/postgres?sslmode=disable", null),
                        new EnvVar("DATA_SOURCE_USER", Shape.EXPORTER_ROLE, null),
                        new EnvVar("DATA_SOURCE_PASS_FILE", Shape.HOME + "/exporter/password", null))
                .addNewPort()
                .withName(PORT_NAME)
                .withContainerPort(PORT)
                .endPort()
                .withResources(exporter.resources().toRequirements())
                .withSecurityContext(Restricted.container())
                .withVolumeMounts(new VolumeMountBuilder()
                        .withName(VOLUME)
                        .withMountPath(Shape.HOME + "/exporter")
                        .withReadOnly(true)
                        .build())
                .build();
    }
}
