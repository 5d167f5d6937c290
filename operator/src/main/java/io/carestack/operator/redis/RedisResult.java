package io.carestack.operator.redis;

import io.carestack.operator.api.CareStackStatus.RedisStatus;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/**
 * What a stack's Redis instances are made of and how they are.
 *
 * @param desired children to apply; PersistentVolumeClaims among them name nothing but their new size, and no claim is ever pruned
 * @param statuses in the order of the spec
 * @param condition {@code CacheReady}; empty for a stack without Redis
 */
public record RedisResult(
        List<HasMetadata> desired,
        List<RedisStatus> statuses,
        Optional<ConditionValue> condition,
        List<Problem> problems) {
    public static final String CACHE_READY = "CacheReady";

    /** The same result with these children. */
    public RedisResult with(List<HasMetadata> children) {
        return new RedisResult(children, statuses, condition, problems);
    }
}
