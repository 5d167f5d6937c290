package io.carestack.operator.store;

import static java.util.Objects.requireNonNullElse;

import io.carestack.operator.api.PodSettings;
import io.carestack.operator.api.PodSettings.AntiAffinity;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where pods of one kind run, and what else a user may say about them. */
public final class Placement {
    private static final String HOSTNAME = "kubernetes.io/hostname";
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final int STRONGEST = 100;

    private Placement() {}

    /** The user's labels and the operator's, which win. */
    public static Map<String, String> labels(Optional<PodSettings> settings, Map<String, String> own) {
        Map<String, String> labels =
                new TreeMap<>(settings.map(PodSettings::labels).orElse(Map.of()));
        labels.putAll(own);
        return labels;
    }

    /** The pod spec with node selection, tolerations and spreading over nodes and zones. */
    public static PodSpec place(PodSpec pod, Optional<PodSettings> settings, Map<String, String> selector) {
        PodSpecBuilder builder = new PodSpecBuilder(pod)
                .withAffinity(affinity(settings, selector))
                .withTopologySpreadConstraints(new TopologySpreadConstraintBuilder()
                        .withMaxSkew(1)
                        .withTopologyKey(ZONE)
                        .withWhenUnsatisfiable("ScheduleAnyway")
                        .withLabelSelector(new LabelSelectorBuilder()
                                .withMatchLabels(selector)
                                .build())
                        .build());
        settings.map(PodSettings::nodeSelector)
                .filter(nodes -> !nodes.isEmpty())
                .ifPresent(builder::withNodeSelector);
        settings.map(PodSettings::tolerations)
                .filter(tolerations -> !tolerations.isEmpty())
                .ifPresent(tolerations -> builder.withTolerations(
                        tolerations.stream().map(Placement::toleration).toList()));
        settings.map(PodSettings::priorityClassName).ifPresent(builder::withPriorityClassName);
        settings.map(PodSettings::runtimeClassName).ifPresent(builder::withRuntimeClassName);
        settings.map(PodSettings::imagePullSecrets)
                .filter(secrets -> !secrets.isEmpty())
                .ifPresent(secrets -> builder.withImagePullSecrets(secrets.stream()
                        .map(secret -> new LocalObjectReference(secret.name()))
                        .toList()));
        return builder.build();
    }

    private static Affinity affinity(Optional<PodSettings> settings, Map<String, String> selector) {
        PodAffinityTerm term = new PodAffinityTermBuilder()
                .withTopologyKey(HOSTNAME)
                .withLabelSelector(
                        new LabelSelectorBuilder().withMatchLabels(selector).build())
                .build();
        return switch (settings.map(PodSettings::antiAffinity).orElse(AntiAffinity.Preferred)) {
            case Required ->
                new AffinityBuilder()
                        .withNewPodAntiAffinity()
                        .withRequiredDuringSchedulingIgnoredDuringExecution(List.of(term))
                        .endPodAntiAffinity()
                        .build();
            case Preferred ->
                new AffinityBuilder()
                        .withNewPodAntiAffinity()
                        .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                        .withWeight(STRONGEST)
                        .withPodAffinityTerm(term)
                        .endPreferredDuringSchedulingIgnoredDuringExecution()
                        .endPodAntiAffinity()
                        .build();
        };
    }

    private static Toleration toleration(PodSettings.Toleration toleration) {
        return new Toleration(
                toleration.effect() == null ? null : toleration.effect().name(),
                toleration.key(),
                requireNonNullElse(toleration.operator(), PodSettings.Operator.Equal)
                        .name(),
                toleration.tolerationSeconds(),
                toleration.value());
    }
}
