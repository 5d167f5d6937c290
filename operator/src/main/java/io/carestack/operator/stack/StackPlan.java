package io.carestack.operator.stack;

import io.carestack.operator.app.AppPlan;
import io.carestack.operator.postgres.PostgresResult;
import io.carestack.operator.redis.RedisResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one pass wants.
 *
 * @param database what the pass over the database came to
 * @param redis what the pass over the Redis instances came to
 * @param others all domains but the application, database, Redis and releases included
 * @param release what it has to be ready for
 */
record StackPlan(
        AppPlan app, PostgresResult database, RedisResult redis, Contribution others, ReleasePreparation release) {

    /** All that shall be true of the children. */
    Wish wish() {
        List<HasMetadata> desired = new ArrayList<>(others.desired());
        desired.addAll(app.objects());
        desired.addAll(app.autoscalers());
        return new Wish(
                desired,
                others.held().stream().map(ChildKey::of).collect(Collectors.toSet()),
                app.retiredAutoscalers().stream()
                        .map(name -> new ChildKey("HorizontalPodAutoscaler", name))
                        .collect(Collectors.toSet()));
    }
}
