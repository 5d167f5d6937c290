package io.carestack.operator.app;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.References;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Plans for stacks and clusters of tests. */
final class AppFixture {
    static final String FIXED =
            "components: [{name: web, image: 'notes:1.4.2', port: 3001, replicas: {min: 3, max: 3}}]";
    static final String SCALED =
            "components: [{name: web, image: 'notes:1.4.2', port: 3001, replicas: {min: 3, max: 10}}]";

    /** Hash of a release. */
    static final String REVISION = "0123456789abcdef";

    /** Nothing of the application exists yet. */
    static final ReleaseLeave BEGINS = new ReleaseLeave(Optional.of("marks"), true, false);

    private AppFixture() {}

    /** Everything that the stack refers to exists. */
    static References allKnown(EffectiveStack stack) {
        Map<References.Reference, Optional<String>> hashes = new HashMap<>();
        ComponentReferences.of(stack).forEach(reference -> hashes.put(reference, Optional.of("h-" + reference.name())));
        return new References(hashes);
    }

    /** The same, but these names do not exist. */
    static References allKnownBut(EffectiveStack stack, String... missing) {
        Map<References.Reference, Optional<String>> hashes =
                new HashMap<>(allKnown(stack).hashes());
        hashes.replaceAll((reference, hash) -> Set.of(missing).contains(reference.name()) ? Optional.empty() : hash);
        return new References(hashes);
    }

    static AppPlan plan(String spec, HasMetadata... children) {
        return plan(Stacks.effective(spec), children);
    }

    /** The plan of a release that stands still; where nothing exists, it begins. */
    static AppPlan plan(EffectiveStack stack, HasMetadata... children) {
        return plan(stack, children.length == 0 ? BEGINS : new ReleaseLeave(Optional.empty(), true, false), children);
    }

    static AppPlan plan(EffectiveStack stack, ReleaseLeave may, HasMetadata... children) {
        return AppPlanner.plan(stack, observe(stack, children), allKnown(stack), may);
    }

    static AppObservation observe(EffectiveStack stack, HasMetadata... children) {
        return AppObservation.of(stack, new Children(List.of(children)));
    }

    /** The Deployments of a release in both colours, without sizes. */
    static List<Deployment> deployments(EffectiveStack stack) {
        return stack.components().stream()
                .flatMap(component -> Stream.of(Color.values())
                        .map(color -> DeploymentDesign.of(
                                stack.owner(),
                                component.name(),
                                color,
                                REVISION,
                                ComponentTemplates.of(stack, component, color),
                                ComponentTemplates.progressDeadlineSeconds(component))))
                .toList();
    }

    /** The children of a stack that has been released, as a cluster holds them: blue serves in the spec's size, and green is empty. */
    static HasMetadata[] installed(EffectiveStack stack) {
        List<HasMetadata> children = new ArrayList<>(plan(stack).desired());
        for (Deployment deployment : deployments(stack)) {
            boolean serves = Color.BLUE
                    .label()
                    .equals(deployment.getMetadata().getLabels().get(Labels.COLOR));
            String component = deployment.getMetadata().getLabels().get(Labels.COMPONENT);
            int minimum = stack.components().stream()
                    .filter(each -> each.name().equals(component))
                    .findFirst()
                    .orElseThrow()
                    .minReplicas();
            children.add(new DeploymentBuilder(deployment)
                    .editSpec()
                    .withReplicas(serves ? minimum : 0)
                    .endSpec()
                    .build());
        }
        return children.toArray(HasMetadata[]::new);
    }

    static HasMetadata[] installed(String spec) {
        return installed(Stacks.effective(spec));
    }

    static <T extends HasMetadata> Optional<T> find(AppPlan plan, Class<T> type, String name) {
        return new Children(plan.desired()).find(type, name);
    }

    /** The children with the size and ready pods of one Deployment changed. */
    static HasMetadata[] withPods(HasMetadata[] children, String deployment, int replicas, int ready) {
        return Arrays.stream(children)
                .map(child -> child instanceof Deployment found
                                && deployment.equals(found.getMetadata().getName())
                        ? new DeploymentBuilder(found)
                                .editSpec()
                                .withReplicas(replicas)
                                .endSpec()
                                .withNewStatus()
                                .withReplicas(replicas)
                                .withUpdatedReplicas(replicas)
                                .withReadyReplicas(ready)
                                .endStatus()
                                .build()
                        : child)
                .toArray(HasMetadata[]::new);
    }

    /** The children without the one of this kind and name. */
    static HasMetadata[] without(HasMetadata[] children, String kind, String name) {
        return Arrays.stream(children)
                .filter(child -> !(kind.equals(child.getKind())
                        && name.equals(child.getMetadata().getName())))
                .toArray(HasMetadata[]::new);
    }

    /** The children with a Service that selects another colour. */
    static HasMetadata[] selecting(HasMetadata[] children, String service, Color color) {
        return Arrays.stream(children)
                .map(child -> child instanceof Service found
                                && service.equals(found.getMetadata().getName())
                        ? new ServiceBuilder(found)
                                .editSpec()
                                .addToSelector(Labels.COLOR, color.label())
                                .endSpec()
                                .build()
                        : child)
                .toArray(HasMetadata[]::new);
    }
}
