package io.carestack.operator.redis;

import io.carestack.operator.api.CareStackStatus.RedisStatus;
import io.carestack.operator.effective.EffectiveRedis;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.Problem;
import io.carestack.operator.status.StackHealth;
import io.carestack.operator.store.Password;
import io.carestack.operator.store.Secrets;
import io.carestack.operator.store.VolumeGrowth;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The Redis instances of a stack: keeps their passwords, and says what they are made of and how they are. It asks no Redis anything. */
public final class RedisReconciler {
    private final Secrets secrets;
    private final SecureRandom random;

    public RedisReconciler(Secrets secrets, SecureRandom random) {
        this.secrets = secrets;
        this.random = random;
    }

    /** One pass over the stack's Redis instances. */
    public RedisResult reconcile(EffectiveStack stack, Children children) {
        List<HasMetadata> desired = new ArrayList<>();
        List<RedisStatus> statuses = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (EffectiveRedis redis : stack.redis()) {
            Optional<String> password = password(stack, redis);
            password.ifPresent(known -> desired.addAll(objects(stack, redis, children, known)));
            if (password.isEmpty()) {
                problems.add(missing(stack, redis));
            }
            statuses.add(RedisHealth.of(stack, redis, children));
        }
        return new RedisResult(desired, statuses, condition(stack, children, statuses, problems), problems);
    }

    private static List<HasMetadata> objects(
            EffectiveStack stack, EffectiveRedis redis, Children children, String password) {
        String name = RedisDesign.name(stack, redis);
        String size = redis.persistence().map(EffectiveRedis.Volume::size).orElse("");
        List<HasMetadata> objects = new ArrayList<>(RedisDesign.design(
                stack, redis, password, size.isEmpty() ? size : VolumeGrowth.templateSize(children, name, size)));
        if (!size.isEmpty()) {
            objects.addAll(VolumeGrowth.growing(children, name, size));
        }
        return objects;
    }

    /** A generated password is made again when it is lost: Redis takes any password with its next start, and its data do not know it. */
    private Optional<String> password(EffectiveStack stack, EffectiveRedis redis) {
        String name = RedisDesign.credentials(stack, redis);
        Optional<Map<String, String>> found = redis.credentialsSecret().isPresent()
                ? secrets.find(stack.namespace(), name)
                : Optional.of(secrets.known(stack.namespace(), name)
                        .orElseGet(
                                () -> secrets.create(RedisDesign.generated(stack, redis, Password.generate(random)))));
        return found.map(data -> data.getOrDefault(RedisDesign.PASSWORD, "")).filter(value -> !value.isEmpty());
    }

    private static Problem missing(EffectiveStack stack, EffectiveRedis redis) {
        return new Problem(
                "spec.redis[%d].credentials".formatted(redis.index()),
                "Secret %s does not exist or has no key password".formatted(RedisDesign.credentials(stack, redis)),
                "create it with the key password");
    }

    private static Optional<ConditionValue> condition(
            EffectiveStack stack, Children children, List<RedisStatus> statuses, List<Problem> problems) {
        if (statuses.isEmpty()) {
            return Optional.empty();
        }
        if (!problems.isEmpty()) {
            return Optional.of(ConditionValue.no(
                    RedisResult.CACHE_READY,
                    "CredentialsMissing",
                    problems.getFirst().sentence()));
        }
        if (stack.hibernate()) {
            boolean gone = stack.redis().stream()
                    .allMatch(redis -> children.all(Pod.class, Labels.COMPONENT, RedisDesign.component(redis))
                            .isEmpty());
            return Optional.of(
                    gone
                            ? ConditionValue.no(
                                    RedisResult.CACHE_READY,
                                    StackHealth.HIBERNATED,
                                    "stopped, because spec.hibernate is true")
                            : ConditionValue.no(RedisResult.CACHE_READY, "Hibernating", "a Redis is being stopped"));
        }
        List<RedisStatus> waiting =
                statuses.stream().filter(status -> !status.ready()).toList();
        return Optional.of(
                waiting.isEmpty()
                        ? ConditionValue.yes(
                                RedisResult.CACHE_READY,
                                "Ready",
                                "%d of %d answer".formatted(statuses.size(), statuses.size()))
                        : ConditionValue.no(
                                RedisResult.CACHE_READY,
                                "NotReady",
                                waiting.stream()
                                        .map(status -> status.name() + ": " + status.problem())
                                        .collect(Collectors.joining("; "))));
    }
}
