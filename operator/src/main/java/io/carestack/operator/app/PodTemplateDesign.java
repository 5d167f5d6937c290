package io.carestack.operator.app;

import io.carestack.operator.api.PodSettings;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pods of one colour of a component, with a security context that the restricted Pod Security Standard admits. */
record PodTemplateDesign(EffectiveStack stack, EffectiveComponent component) {
    /** Seconds in which load balancers notice that a pod is going, before it gets SIGTERM. */
    private static final int LEAVE_SECONDS = 5;

    /** Seconds to spare after the drain, before SIGKILL. */
    private static final int RESERVE_SECONDS = 5;

    /** Names of container ports, which Services and monitors refer to. */
    static final String HTTP = "http";

    static final String METRICS = "metrics";

    /** Labels that select exactly the pods of one colour. */
    static Map<String, String> selector(String stack, String component, Color color) {
        Map<String, String> selector = new TreeMap<>(Labels.selector(stack, component));
        selector.put(Labels.COLOR, color.label());
        return selector;
    }

    /** The port of the metrics when it is not the component's own. */
    static Optional<Integer> separateMetricsPort(EffectiveComponent component) {
        return component
                .metrics()
                .map(metrics -> metrics.port())
                .filter(port -> component.port().isEmpty() || component.port().getAsInt() != port);
    }

    PodTemplateSpec of(Color color) {
        Optional<PodSettings> settings = component.pod();
        Map<String, String> labels =
                new TreeMap<>(settings.map(PodSettings::labels).orElse(Map.of()));
        labels.putAll(Labels.common(stack.name(), component.name()));
        labels.put(Labels.COLOR, color.label());
        Map<String, String> annotations =
                new TreeMap<>(settings.map(PodSettings::annotations).orElse(Map.of()));
        PlacementDesign placement = new PlacementDesign(selector(stack.name(), component.name(), color), settings);
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withServiceAccountName(new Names(stack.name()).component(component.name()))
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(graceSeconds())
                .withSecurityContext(security(settings))
                .withContainers(container())
                .withVolumes(VolumeDesign.volumes(component.volumes()))
                .withTopologySpreadConstraints(placement.spread())
                .withAffinity(placement.affinity())
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

    private long graceSeconds() {
        return LEAVE_SECONDS + Math.ceilDiv(component.drain().toMillis(), 1000L) + RESERVE_SECONDS;
    }

    static PodSecurityContext security(Optional<PodSettings> settings) {
        return new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(settings.map(PodSettings::runAsUser).orElse(null))
                .withRunAsGroup(settings.map(PodSettings::runAsGroup).orElse(null))
                .withFsGroup(settings.map(PodSettings::fsGroup)
                        .or(() -> settings.map(PodSettings::runAsGroup))
                        .orElse(null))
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    private Container container() {
        return new ContainerBuilder()
                .withName(component.name())
                .withImage(component.image())
                .withCommand(component.command())
                .withArgs(component.args())
                .withPorts(ports())
                .withEnv(new EnvironmentDesign(stack, component).variables())
                .withEnvFrom(EnvironmentDesign.sources(component.envFrom()))
                .withResources(component.resources().toRequirements())
                .withVolumeMounts(VolumeDesign.mounts(component.volumes()))
                .withLivenessProbe(ProbeDesign.liveness(component).orElse(null))
                .withReadinessProbe(ProbeDesign.readiness(component).orElse(null))
                .withStartupProbe(ProbeDesign.startup(component).orElse(null))
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep()
                .withSeconds((long) LEAVE_SECONDS)
                .endSleep()
                .endPreStop()
                .endLifecycle()
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .build();
    }

    private List<ContainerPort> ports() {
        List<ContainerPort> ports = new ArrayList<>();
        component.port().ifPresent(port -> ports.add(port(HTTP, port)));
        separateMetricsPort(component).ifPresent(port -> ports.add(port(METRICS, port)));
        return ports;
    }

    private static ContainerPort port(String name, int number) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(number)
                .withProtocol("TCP")
                .build();
    }
}
