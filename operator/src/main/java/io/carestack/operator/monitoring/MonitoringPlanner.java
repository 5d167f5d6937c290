package io.carestack.operator.monitoring;

import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;

/** Decides which monitoring objects a stack should have. */
public final class MonitoringPlanner {
    private MonitoringPlanner() {}

    /** The plan for a stack; an empty one when monitoring is switched off. */
    public static MonitoringPlan plan(EffectiveStack stack, MonitoringObservation observation) {
        if (Boolean.FALSE.equals(stack.monitoring().enabled())) {
            return new MonitoringPlan(List.of(), List.of());
        }
        List<GenericKubernetesResource> wanted = new ArrayList<>();
        for (EffectiveComponent component : stack.components()) {
            component
                    .metrics()
                    .map(metrics -> component.port().isPresent()
                            ? MonitorDesign.service(stack, component, metrics)
                            : MonitorDesign.pods(stack, component, metrics))
                    .ifPresent(wanted::add);
        }
        if (stack.database() instanceof Database.Managed managed
                && managed.exporter().enabled()) {
            wanted.add(MonitorDesign.postgres(stack));
        }
        if (!stack.hibernate()) {
            RuleDesign.of(stack).ifPresent(wanted::add);
        }
        AlertRoutingDesign.of(stack).ifPresent(wanted::add);
        List<HasMetadata> desired = new ArrayList<>();
        List<OptionalKind> missing = new ArrayList<>();
        for (GenericKubernetesResource object : wanted) {
            OptionalKind kind = kind(object);
            if (observation.installed().contains(kind)) {
                desired.add(object);
            } else if (!missing.contains(kind)) {
                missing.add(kind);
            }
        }
        return new MonitoringPlan(desired, missing);
    }

    private static OptionalKind kind(GenericKubernetesResource object) {
        for (OptionalKind kind : OptionalKind.values()) {
            if (kind.kind().equals(object.getKind())) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no optional kind: " + object.getKind());
    }
}
