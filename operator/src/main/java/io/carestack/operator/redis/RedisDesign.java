package io.carestack.operator.redis;

import static io.carestack.operator.store.UriPart.encode;

import io.carestack.operator.effective.EffectiveRedis;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.store.Digest;
import io.carestack.operator.store.SecretData;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The objects of one Redis instance. A disruption budget would only block drains: with one pod there is nothing to keep. */
public final class RedisDesign {
    public static final int PORT = 6379;
    static final String PASSWORD = "password";
    private static final List<String> SCRIPTS = List.of("start.sh", "probe.sh");

    private RedisDesign() {}

    /** Component label of the instance's pod. */
    public static String component(EffectiveRedis redis) {
        return "redis-" + redis.name();
    }

    /** Secret with the password: the user's own, or a generated one. */
    public static String credentials(EffectiveStack stack, EffectiveRedis redis) {
        return redis.credentialsSecret().orElse(new Names(stack.name()).redis(redis.name()) + "-auth");
    }

    /**
     * Everything but the generated credentials.
     *
     * @param templateSize size in the claim template, which cannot be changed later; ignored without persistence
     */
    public static List<HasMetadata> design(
            EffectiveStack stack, EffectiveRedis redis, String password, String templateSize) {
        String checksum = Digest.of(RedisConfiguration.text(redis) + password);
        return List.of(
                account(stack, redis),
                configMap(stack, redis),
                connection(stack, redis, password),
                service(stack, redis),
                RedisStatefulSet.design(stack, redis, templateSize, checksum));
    }

    /** The generated credentials, for one POST. */
    static Secret generated(EffectiveStack stack, EffectiveRedis redis, String password) {
        String name = credentials(stack, redis);
        return new SecretBuilder()
                .withMetadata(
                        stack.retainsData()
                                ? stack.owner().retained(name, component(redis))
                                : stack.owner().child(name, component(redis)))
                .withType("kubernetes.io/basic-auth")
                .withData(SecretData.encode(Map.of("username", "default", PASSWORD, password)))
                .build();
    }

    private static ServiceAccount account(EffectiveStack stack, EffectiveRedis redis) {
        return new ServiceAccountBuilder()
                .withMetadata(stack.owner().child(name(stack, redis), component(redis)))
                .withAutomountServiceAccountToken(false)
                .build();
    }

    private static ConfigMap configMap(EffectiveStack stack, EffectiveRedis redis) {
        Map<String, String> data = new TreeMap<>();
        SCRIPTS.forEach(script -> data.put(script, read(script)));
        data.put("redis.conf", RedisConfiguration.text(redis));
        return new ConfigMapBuilder()
                .withMetadata(stack.owner().child(name(stack, redis), component(redis)))
                .withData(data)
                .build();
    }

    private static Service service(EffectiveStack stack, EffectiveRedis redis) {
        return new ServiceBuilder()
                .withMetadata(stack.owner().child(name(stack, redis), component(redis)))
                .withNewSpec()
                .withSelector(Labels.selector(stack.name(), component(redis)))
                .withPorts(new ServicePortBuilder()
                        .withName("redis")
                        .withPort(PORT)
                        .withNewTargetPort("redis")
                        .build())
                .endSpec()
                .build();
    }

    private static Secret connection(EffectiveStack stack, EffectiveRedis redis, String password) {
        String host = name(stack, redis) + "." + stack.namespace() + ".svc";
        return new SecretBuilder()
                .withMetadata(
                        stack.owner().child(new Names(stack.name()).redisConnection(redis.name()), component(redis)))
                .withType("servicebinding.io/redis")
                .withData(SecretData.encode(Map.of(
                        "type",
                        "redis",
                        "provider",
                        "carestack",
                        "host",
                        host,
                        "port",
                        Integer.toString(PORT),
                        "username",
                        "default",
                        PASSWORD,
                        password,
                        "uri",
                        "redis://default:%s@%s:%d/0".formatted(encode(password), host, PORT))))
                .build();
    }

    static String name(EffectiveStack stack, EffectiveRedis redis) {
        return new Names(stack.name()).redis(redis.name());
    }

    private static String read(String script) {
        try (InputStream resource = Objects.requireNonNull(
                RedisDesign.class.getResourceAsStream("/io/carestack/operator/redis/" + script), script)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
