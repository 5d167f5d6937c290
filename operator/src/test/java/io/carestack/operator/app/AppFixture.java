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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans for stacks and clusters of tests. */
final class AppFixture {
    static final String FIXED =
            "components: [{name: web, image: 'notes:1.4.2', port: 3001, replicas: {min: 3, max: 3}}]";
    static final String SCALED =
            "components: [{name: web, image: 'notes:1.4.2', port: 3001, replicas: {min: 3, max: 10}}]";

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

    static AppPlan plan(EffectiveStack stack, HasMetadata... children) {
        return AppPlanner.plan(stack, observe(stack, children), allKnown(stack));
    }

    static AppObservation observe(EffectiveStack stack, HasMetadata... children) {
        return AppObservation.of(stack, new Children(List.of(children)));
    }

    /** The objects of a plan as children, as a cluster would hold them after the plan was executed. */
    static HasMetadata[] executed(AppPlan plan) {
        return plan.desired().toArray(HasMetadata[]::new);
    }

    static Deployment deployment(AppPlan plan, String name) {
        return find(plan, Deployment.class, name).orElseThrow();
    }

    static <T extends HasMetadata> Optional<T> find(AppPlan plan, Class<T> type, String name) {
        return new Children(plan.desired()).find(type, name);
    }

    static @Nullable Integer replicas(AppPlan plan, String name) {
        return deployment(plan, name).getSpec().getReplicas();
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
