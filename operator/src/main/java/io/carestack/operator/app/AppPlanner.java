package io.carestack.operator.app;

import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.References;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides which objects the application should consist of now. */
public final class AppPlanner {
    private AppPlanner() {}

    /**
     * The plan for a stack.
     *
     * @param references hashes of what the components refer to, see {@link ComponentReferences#of(EffectiveStack)}
     */
    public static AppPlan plan(EffectiveStack stack, AppObservation observation, References references) {
        List<HasMetadata> objects = new ArrayList<>();
        List<String> retiredAutoscalers = new ArrayList<>();
        List<HorizontalPodAutoscaler> autoscalers = new ArrayList<>();
        List<HasMetadata> held = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<PodTemplateSpec> templates = new ArrayList<>();
        for (EffectiveComponent component : stack.components()) {
            ComponentObservation seen = observation.component(component.name());
            ComponentReferences needed = ComponentReferences.of(stack, component);
            Optional<String> checksum = Hash.of(needed.all(), references);
            templates.add(new PodTemplateDesign(stack, component).of(Color.BLUE, checksum));
            List<Problem> missing = needed.missing(references, stack.namespace());
            problems.addAll(missing);
            objects.addAll(surroundings(stack, component, seen));
            if (component.autoscaling().isEmpty()) {
                seen.autoscaler()
                        .ifPresent(
                                old -> retiredAutoscalers.add(old.getMetadata().getName()));
            }
            if (!missing.isEmpty()) {
                seen.blue().ifPresent(held::add);
                seen.green().ifPresent(held::add);
                component.autoscaling().flatMap(ignored -> seen.autoscaler()).ifPresent(held::add);
                continue;
            }
            DeploymentDesign design = new DeploymentDesign(stack, component, checksum);
            objects.add(design.of(seen.live(), Replicas.live(component, seen)));
            Color idle = seen.live().other();
            objects.add(design.of(
                    idle, Replicas.idle(component, seen, new Names(stack.name()).deployment(component.name(), idle))));
            component
                    .autoscaling()
                    .map(wanted -> AutoscalerDesign.of(stack, component, wanted, seen.live()))
                    .ifPresent(autoscalers::add);
        }
        return new AppPlan(
                objects, retiredAutoscalers, autoscalers, held, problems, live(stack, observation), Hash.of(templates));
    }

    /** The colour of the release: that of the first component with a Service, else of the first. */
    private static Color live(EffectiveStack stack, AppObservation observation) {
        EffectiveComponent first = stack.components().stream()
                .filter(component -> component.port().isPresent())
                .findFirst()
                .orElseGet(() -> stack.components().getFirst());
        return observation.component(first.name()).live();
    }

    private static List<HasMetadata> surroundings(
            EffectiveStack stack, EffectiveComponent component, ComponentObservation seen) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(ServiceAccountDesign.of(stack, component));
        if (component.port().isPresent()) {
            objects.add(ServiceDesign.live(stack, component, seen.live()));
            objects.add(ServiceDesign.preview(stack, component, seen.live().other()));
        }
        DisruptionBudgetDesign.of(stack, component, seen.live()).ifPresent(objects::add);
        return objects;
    }
}
