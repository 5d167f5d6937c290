package io.carestack.operator.stack;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.redis.RedisReconciler;
import io.carestack.operator.redis.RedisResult;
import java.security.SecureRandom;
import java.util.List;

/** The Redis instances of each stack. */
final class RedisDomain {
    private final RedisReconciler redis;
    private final QuietResults<RedisResult> quiet = new QuietResults<>(RedisResult::desired, RedisResult::with);

    RedisDomain(ClusterSecrets secrets) {
        this.redis = new RedisReconciler(secrets, new SecureRandom());
    }

    /** One pass over the stack's Redis instances. Generated passwords are in the cache: only those of users are worth remembering what came of them. */
    RedisResult plan(EffectiveStack stack, StackObservation seen) {
        if (stack.redis().stream().allMatch(each -> each.credentialsSecret().isEmpty())) {
            return redis.reconcile(stack, seen.children());
        }
        String uid = stack.owner().uid();
        String inputs = QuietResults.inputs(
                List.of(stack.redis(), stack.hibernate()), seen, component -> component.startsWith("redis-"));
        return quiet.of(uid, inputs)
                .orElseGet(() -> quiet.remember(uid, inputs, redis.reconcile(stack, seen.children()), true));
    }

    /** Forgets a stack that is gone. */
    void forget(String uid) {
        quiet.forget(uid);
    }
}
