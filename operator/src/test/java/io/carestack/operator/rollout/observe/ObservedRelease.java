package io.carestack.operator.rollout.observe;

import io.carestack.operator.app.AutoscalerDesign;
import io.carestack.operator.app.AutoscalerDesign.Hold;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.DesiredState;
import io.carestack.operator.kube.References;
import io.carestack.operator.rollout.observe.RolloutObserver.OutsideAnswers;
import io.carestack.operator.rollout.plan.Gate;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.RolloutObservation;
import io.carestack.operator.rollout.release.Release;
import io.carestack.operator.rollout.release.ReleaseDesign;
import io.carestack.operator.rollout.release.ReleaseDocument;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A stack of tests whose releases have {@code web}, or {@code web} and {@code api} that it calls, beside objects that a test adds. */
final class ObservedRelease {
    static final String ONE =
            "components: [{name: web, image: 'notes:1', port: 80, connections: false, replicas: {min: 2, max: 9}, autoscaling: {cpu: 70}}]";
    static final String BOTH = """
            components:
            - {name: web, image: 'notes:2', port: 80, connections: false, replicas: {min: 2, max: 2}}
            - {name: api, image: 'api:2', port: 80, connections: false, replicas: {min: 2, max: 2}}
            """;

    private final EffectiveStack stack;
    private final List<HasMetadata> kept = new ArrayList<>();
    private final List<Deployment> deployments = new ArrayList<>();
    private final List<EndpointSlice> slices = new ArrayList<>();
    private final List<HorizontalPodAutoscaler> autoscalers = new ArrayList<>();

    ObservedRelease(String spec) {
        stack = Stacks.effective(spec);
    }

    ObservedRelease keeping(String... specs) {
        for (String spec : specs) {
            kept.add(ReleaseDocument.of(stack.owner(), release(spec)));
        }
        return this;
    }

    ObservedRelease with(Deployment deployment) {
        deployments.add(deployment);
        return this;
    }

    ObservedRelease with(EndpointSlice slice) {
        slices.add(slice);
        return this;
    }

    ObservedRelease with(HorizontalPodAutoscaler autoscaler) {
        autoscalers.add(autoscaler);
        return this;
    }

    RolloutObservation observe(RolloutMemory memory) {
        return RolloutObserver.observe(
                context(),
                new RolloutObjects(
                        List.of(), deployments, autoscalers, slices, List.of(), List.of(), List.of(), List.of()),
                memory,
                OutsideAnswers.NONE,
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    RolloutContext context() {
        References references = new References(Map.of());
        return new RolloutContext(
                stack, references, ReleaseDesign.of(stack, references), new Releases(new Children(kept)), Gate.OPEN);
    }

    static String hash(String spec) {
        return release(spec).hash();
    }

    /** As the operator wrote it, in version 5. */
    static Deployment deployment(String spec, String component, Color color, int replicas, int ready) {
        Deployment wished = new ReleasedDeployment(Stacks.effective(spec).owner(), Set.of(), new References(Map.of()))
                .of(component, color, hash(spec), release(spec).part(component).orElseThrow(), Optional.empty());
        return new DeploymentBuilder((Deployment) DesiredState.of(wished).object())
                .editMetadata()
                .withResourceVersion("5")
                .withGeneration(1L)
                .endMetadata()
                .editSpec()
                .withReplicas(replicas)
                .endSpec()
                .withNewStatus()
                .withObservedGeneration(1L)
                .withReplicas(replicas)
                .withUpdatedReplicas(replicas)
                .withReadyReplicas(ready)
                .endStatus()
                .build();
    }

    static EndpointSlice slice(String service, String pod) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .addToLabels("kubernetes.io/service-name", service)
                .endMetadata()
                .addNewEndpoint()
                .withNewTargetRef()
                .withName(pod)
                .endTargetRef()
                .endEndpoint()
                .build();
    }

    /** That of {@code web}, in version 7. */
    static HorizontalPodAutoscaler autoscaler(Color target, Hold hold) {
        EffectiveStack stack = Stacks.effective(ONE);
        return new HorizontalPodAutoscalerBuilder(AutoscalerDesign.of(
                        stack,
                        stack.components().getFirst(),
                        stack.components().getFirst().autoscaling().orElseThrow(),
                        target,
                        hold))
                .editMetadata()
                .withResourceVersion("7")
                .endMetadata()
                .build();
    }

    private static Release release(String spec) {
        return ReleaseDesign.of(Stacks.effective(spec), new References(Map.of()))
                .release();
    }
}
