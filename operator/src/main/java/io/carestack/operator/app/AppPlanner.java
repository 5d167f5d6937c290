package io.carestack.operator.app;

import io.carestack.operator.api.Autoscaling;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.ColorSelector;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.References;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides which objects there should be around the pods of the application now. */
public final class AppPlanner {
    private AppPlanner() {}

    /**
     * The plan for a stack.
     *
     * @param references hashes of what the components refer to, see {@link ComponentReferences#of(EffectiveStack)}
     * @param may what a release allows
     */
    public static AppPlan plan(
            EffectiveStack stack, AppObservation observation, References references, ReleaseLeave may) {
        List<HasMetadata> objects = new ArrayList<>();
        List<String> retiredAutoscalers = new ArrayList<>();
        List<HorizontalPodAutoscaler> autoscalers = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (EffectiveComponent component : stack.components()) {
            ComponentObservation seen = observation.component(component.name());
            problems.addAll(ComponentReferences.of(stack, component).missing(references, stack.namespace()));
            objects.addAll(surroundings(stack, component, seen, may));
            if (component.autoscaling().isEmpty()) {
                seen.autoscaler()
                        .ifPresent(
                                old -> retiredAutoscalers.add(old.getMetadata().getName()));
            }
            component
                    .autoscaling()
                    .flatMap(wanted -> autoscaler(stack, component, wanted, seen, may))
                    .ifPresent(autoscalers::add);
        }
        return new AppPlan(objects, retiredAutoscalers, autoscalers, problems, live(stack, observation));
    }

    /** The colour of the release: that of the first component with a Service, else of the first. */
    private static Color live(EffectiveStack stack, AppObservation observation) {
        EffectiveComponent first = stack.components().stream()
                .filter(component -> component.port().isPresent())
                .findFirst()
                .orElseGet(() -> stack.components().getFirst());
        return observation.component(first.name()).live();
    }

    /** What it scales and in which directions is left as it is: a release decides that. */
    private static Optional<HorizontalPodAutoscaler> autoscaler(
            EffectiveStack stack,
            EffectiveComponent component,
            Autoscaling wanted,
            ComponentObservation seen,
            ReleaseLeave may) {
        Names names = new Names(stack.name());
        return seen.autoscaler()
                .map(existing -> AutoscalerDesign.of(
                        stack,
                        component,
                        wanted,
                        names.deployment(component.name(), Color.GREEN)
                                        .equals(existing.getSpec()
                                                .getScaleTargetRef()
                                                .getName())
                                ? Color.GREEN
                                : Color.BLUE,
                        AutoscalerDesign.Hold.of(existing)))
                .or(() -> may.autoscale()
                        ? Optional.of(
                                AutoscalerDesign.of(stack, component, wanted, seen.live(), AutoscalerDesign.Hold.NONE))
                        : Optional.empty());
    }

    private static List<HasMetadata> surroundings(
            EffectiveStack stack, EffectiveComponent component, ComponentObservation seen, ReleaseLeave may) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(ServiceAccountDesign.of(stack, component));
        if (component.port().isPresent()) {
            if (seen.service().isPresent()) {
                objects.add(ServiceDesign.live(
                        stack,
                        component,
                        seen.service().flatMap(ColorSelector::of).orElseGet(() -> ColorSelector.only(seen.live()))));
            } else {
                may.marks()
                        .map(marks ->
                                marked(ServiceDesign.live(stack, component, ColorSelector.only(seen.live())), marks))
                        .ifPresent(objects::add);
            }
            objects.add(ServiceDesign.preview(stack, component, seen.live().other()));
            if (may.colored()) {
                for (Color color : Color.values()) {
                    objects.add(ServiceDesign.colored(stack, component, color));
                }
            }
        }
        DisruptionBudgetDesign.of(stack, component, seen.live()).ifPresent(objects::add);
        return objects;
    }

    private static Service marked(Service service, String marks) {
        return new ServiceBuilder(service)
                .editMetadata()
                .addToAnnotations(Labels.ROLLOUT, marks)
                .endMetadata()
                .build();
    }
}
