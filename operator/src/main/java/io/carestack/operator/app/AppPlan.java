package io.carestack.operator.app;

import io.carestack.operator.kube.Color;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything around the pods of the application that should exist now: what a release decides, the Deployments and what Services select, is not in it.
 *
 * <p>Order of execution: delete {@code retiredAutoscalers}, apply {@code objects}, apply {@code autoscalers}.
 *
 * @param objects everything but the autoscalers
 * @param retiredAutoscalers names of HorizontalPodAutoscalers that must be gone before a release decides about sizes
 * @param problems what in the spec cannot be done now
 * @param live colour of the release that serves
 */
public record AppPlan(
        List<HasMetadata> objects,
        List<String> retiredAutoscalers,
        List<HorizontalPodAutoscaler> autoscalers,
        List<Problem> problems,
        Color live) {
    public AppPlan {
        objects = List.copyOf(objects);
        retiredAutoscalers = List.copyOf(retiredAutoscalers);
        autoscalers = List.copyOf(autoscalers);
        problems = List.copyOf(problems);
    }

    /** Every object that should exist now. */
    public List<HasMetadata> desired() {
        return Stream.of(objects, autoscalers)
                .<HasMetadata>flatMap(List::stream)
                .toList();
    }
}
