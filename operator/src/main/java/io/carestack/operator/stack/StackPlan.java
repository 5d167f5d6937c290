package io.carestack.operator.stack;

import io.carestack.operator.app.AppPlan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one pass wants.
 *
 * @param others all domains but the application
 */
record StackPlan(AppPlan app, Contribution others) {

    /** All that shall be true of the children. */
    Wish wish() {
        List<HasMetadata> desired = new ArrayList<>(others.desired());
        desired.addAll(app.objects());
        desired.addAll(app.autoscalers());
        return new Wish(
                desired,
                Stream.concat(app.held().stream(), others.held().stream())
                        .map(ChildKey::of)
                        .collect(Collectors.toSet()),
                app.handovers(),
                app.retiredAutoscalers().stream()
                        .map(name -> new ChildKey("HorizontalPodAutoscaler", name))
                        .collect(Collectors.toSet()));
    }
}
