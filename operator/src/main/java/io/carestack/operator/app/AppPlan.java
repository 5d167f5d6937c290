package io.carestack.operator.app;

import io.carestack.operator.kube.Color;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything of the application that should exist now.
 *
 * <p>Order of execution: delete {@code retiredAutoscalers}, apply {@code objects}, apply {@code autoscalers}.
 *
 * @param objects everything but the autoscalers
 * @param retiredAutoscalers names of HorizontalPodAutoscalers that must be gone before {@code objects} write replicas
 * @param held existing objects that stay as they are: neither applied nor orphans
 * @param problems what in the spec cannot be done now
 * @param live colour of the release that serves
 * @param revision hash of everything in the pod templates, the same for both colours
 */
public record AppPlan(
        List<HasMetadata> objects,
        List<String> retiredAutoscalers,
        List<HorizontalPodAutoscaler> autoscalers,
        List<HasMetadata> held,
        List<Problem> problems,
        Color live,
        String revision) {
    public AppPlan {
        objects = List.copyOf(objects);
        retiredAutoscalers = List.copyOf(retiredAutoscalers);
        autoscalers = List.copyOf(autoscalers);
        held = List.copyOf(held);
        problems = List.copyOf(problems);
    }

    /** Every object that should exist now, whether written or left as it is. */
    public List<HasMetadata> desired() {
        return Stream.of(objects, autoscalers, held)
                .<HasMetadata>flatMap(List::stream)
                .toList();
    }
}
