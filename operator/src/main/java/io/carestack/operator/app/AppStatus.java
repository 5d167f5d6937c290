package io.carestack.operator.app;

import io.carestack.operator.api.CareStackStatus.ComponentStatus;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The application as users read it.
 *
 * @param condition {@code ComponentsReady}
 * @param components in the order of the spec
 * @param live colour and tag of the first component's running image, for example {@code blue/1.4.2}
 * @param app ready and wanted pods of all components, for example {@code 3/3}
 */
public record AppStatus(ConditionValue condition, List<ComponentStatus> components, String live, String app) {
    /** Type of the condition. */
    public static final String COMPONENTS_READY = "ComponentsReady";

    /** What was seen, measured against what should be. */
    public static AppStatus of(EffectiveStack stack, AppObservation observation, AppPlan plan) {
        List<ComponentProgress> progress = stack.components().stream()
                .map(component -> ComponentProgress.of(component, observation.component(component.name())))
                .toList();
        EffectiveComponent first = stack.components().getFirst();
        String image = observation
                .component(first.name())
                .liveDeployment()
                .flatMap(AppStatus::image)
                .orElse(first.image());
        int ready = progress.stream().mapToInt(ComponentProgress::ready).sum();
        int wanted = progress.stream().mapToInt(ComponentProgress::wanted).sum();
        return new AppStatus(
                condition(progress, plan.problems()),
                progress.stream().map(ComponentProgress::status).toList(),
                plan.live().label() + "/" + ImageTag.of(image),
                ready + "/" + wanted);
    }

    /** The image of a Deployment's first container. */
    static Optional<String> image(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .map(container -> container.getImage())
                .findFirst();
    }

    private static ConditionValue condition(List<ComponentProgress> progress, List<Problem> problems) {
        if (!problems.isEmpty()) {
            return ConditionValue.no(
                    COMPONENTS_READY,
                    "ReferenceMissing",
                    problems.stream().map(Problem::sentence).collect(Collectors.joining(". ")));
        }
        List<ComponentProgress> failing = progress.stream()
                .filter(component -> component.problem().isPresent())
                .toList();
        if (!failing.isEmpty()) {
            return ConditionValue.no(
                    COMPONENTS_READY,
                    "PodsFailing",
                    failing.stream().map(ComponentProgress::sentence).collect(Collectors.joining(". ")));
        }
        String counts = progress.stream()
                .map(component -> component.name() + " " + component.ready() + "/" + component.wanted())
                .collect(Collectors.joining(", "));
        return progress.stream().allMatch(ComponentProgress::done)
                ? ConditionValue.yes(COMPONENTS_READY, "PodsReady", "Pods are ready: " + counts)
                : ConditionValue.no(COMPONENTS_READY, "PodsStarting", "Pods are starting: " + counts);
    }
}
