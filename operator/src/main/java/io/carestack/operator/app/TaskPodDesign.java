package io.carestack.operator.app;

import io.carestack.operator.api.EnvironmentVariable;
import io.carestack.operator.api.PodSettings;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveResources;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Names;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod that runs one command to its end in the place of a component, with a security context that the restricted Pod Security Standard admits.
 *
 * <p>What the command prints last when it fails becomes the message of its container.
 */
public record TaskPodDesign(EffectiveStack stack, EffectiveComponent component) {

    /** With the image, environment, volumes, resources and identity of the component. */
    public PodTemplateSpec inside(String name, String image, List<String> command, Map<String, String> labels) {
        return template(
                labels,
                container(name, image, command, component.resources())
                        .withEnv(new EnvironmentDesign(stack, component).variables())
                        .withEnvFrom(EnvironmentDesign.sources(component.envFrom()))
                        .withVolumeMounts(VolumeDesign.mounts(component.volumes()))
                        .build(),
                true);
    }

    /** With an environment of its own, and no volumes. */
    public PodTemplateSpec beside(
            String name,
            String image,
            List<String> command,
            EffectiveResources resources,
            List<EnvVar> environment,
            Map<String, String> labels) {
        return template(
                labels,
                container(name, image, command, resources).withEnv(environment).build(),
                false);
    }

    /** The user's variable as containers have it. */
    public static EnvVar variable(EnvironmentVariable wanted) {
        return EnvironmentDesign.user(wanted);
    }

    private PodTemplateSpec template(Map<String, String> labels, Container container, boolean volumes) {
        Optional<PodSettings> settings = component.pod();
        PlacementDesign placement = new PlacementDesign(labels, settings);
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withServiceAccountName(new Names(stack.name()).component(component.name()))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withSecurityContext(PodTemplateDesign.security(settings))
                .withContainers(container)
                .withVolumes(volumes ? VolumeDesign.volumes(component.volumes()) : List.of())
                .withNodeSelector(settings.map(PodSettings::nodeSelector).orElse(Map.of()))
                .withTolerations(placement.tolerations())
                .withPriorityClassName(
                        settings.map(PodSettings::priorityClassName).orElse(null))
                .withRuntimeClassName(
                        settings.map(PodSettings::runtimeClassName).orElse(null))
                .withImagePullSecrets(placement.pullSecrets())
                .endSpec()
                .build();
    }

    private static ContainerBuilder container(
            String name, String image, List<String> command, EffectiveResources resources) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(image)
                .withCommand(command)
                .withResources(resources.toRequirements())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext();
    }
}
