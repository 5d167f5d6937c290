package io.carestack.operator.app;

import io.carestack.operator.api.PodSettings;
import io.carestack.operator.api.PodSettings.AntiAffinity;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodAffinityTermBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where pods of one colour run. */
record PlacementDesign(Map<String, String> selector, Optional<PodSettings> settings) {
    private static final String HOST = "kubernetes.io/hostname";
    private static final String ZONE = "topology.kubernetes.io/zone";

    /** Spreads evenly over zones and nodes as far as there are any. */
    List<TopologySpreadConstraint> spread() {
        return Stream.of(ZONE, HOST)
                .map(key -> new TopologySpreadConstraintBuilder()
                        .withMaxSkew(1)
                        .withTopologyKey(key)
                        .withWhenUnsatisfiable("ScheduleAnyway")
                        .withNewLabelSelector()
                        .withMatchLabels(selector)
                        .endLabelSelector()
                        .build())
                .toList();
    }

    Affinity affinity() {
        return switch (settings.map(PodSettings::antiAffinity).orElse(AntiAffinity.Preferred)) {
            case Preferred ->
                new AffinityBuilder()
                        .withNewPodAntiAffinity()
                        .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                        .withWeight(100)
                        .withPodAffinityTerm(apart())
                        .endPreferredDuringSchedulingIgnoredDuringExecution()
                        .endPodAntiAffinity()
                        .build();
            case Required ->
                new AffinityBuilder()
                        .withNewPodAntiAffinity()
                        .addToRequiredDuringSchedulingIgnoredDuringExecution(apart())
                        .endPodAntiAffinity()
                        .build();
        };
    }

    /** Pods of one revision keep apart; pods of two may share a node, or a rolling update with a pod on every node would never start. */
    private PodAffinityTerm apart() {
        return new PodAffinityTermBuilder()
                .withTopologyKey(HOST)
                .withNewLabelSelector()
                .withMatchLabels(selector)
                .endLabelSelector()
                .withMatchLabelKeys("pod-template-hash")
                .build();
    }

    List<Toleration> tolerations() {
        return settings.map(PodSettings::tolerations).orElse(List.of()).stream()
                .map(PlacementDesign::toleration)
                .toList();
    }

    private static Toleration toleration(PodSettings.Toleration wanted) {
        return new TolerationBuilder()
                .withKey(Text.orNull(wanted.key()))
                .withOperator(
                        wanted.operator() == null ? null : wanted.operator().name())
                .withValue(Text.orNull(wanted.value()))
                .withEffect(wanted.effect() == null ? null : wanted.effect().name())
                .withTolerationSeconds(wanted.tolerationSeconds())
                .build();
    }

    List<LocalObjectReference> pullSecrets() {
        return settings.map(PodSettings::imagePullSecrets).orElse(List.of()).stream()
                .map(secret -> new LocalObjectReference(secret.name()))
                .toList();
    }
}
