package io.carestack.operator.effective;

import static java.util.Objects.requireNonNullElse;

import io.carestack.operator.api.Autoscaling;
import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackSpec;
import io.carestack.operator.api.Component;
import io.carestack.operator.api.DeletionPolicy;
import io.carestack.operator.api.Monitoring;
import io.carestack.operator.api.Network;
import io.carestack.operator.api.ObjectReference;
import io.carestack.operator.api.Postgres;
import io.carestack.operator.api.Redis;
import io.carestack.operator.api.Resources;
import io.carestack.operator.api.Resources.Amounts;
import io.carestack.operator.api.StackSize;
import io.carestack.operator.effective.EffectiveComponent.EffectiveMetrics;
import io.carestack.operator.kube.Owner;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Fills in the defaults of a spec: the only place that knows them. */
public final class Defaults {
    private static final String POSTGRES_IMAGE = "postgres:17";
    private static final String REDIS_IMAGE = "redis:7";
    private static final String EXPORTER_IMAGE = "quay.io/prometheuscommunity/postgres-exporter:v0.20.1";
    private static final EffectiveResources EXPORTER_RESOURCES = new EffectiveResources("10m", "32Mi", "200m", "128Mi");
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final int CPU_TARGET_PERCENT = 70;

    private Defaults() {}

    /** The stack that a CareStack describes, with nothing left open. */
    public static EffectiveStack of(CareStack stack) {
        CareStackSpec spec = stack.getSpec();
        StackSize size = requireNonNullElse(spec.size(), StackSize.MEDIUM);
        Presets presets = Presets.of(size);
        Network network = requireNonNullElse(spec.network(), new Network(null, null, null));
        boolean hibernate = requireNonNullElse(spec.hibernate(), false);
        List<Component> components = spec.components();
        List<Redis> redis = spec.redis() == null
                ? List.of(new Redis("cache", null, null, null, null, null, null, null))
                : spec.redis();
        return new EffectiveStack(
                new Owner(
                        stack.getMetadata().getNamespace(),
                        stack.getMetadata().getName(),
                        stack.getMetadata().getUid()),
                size,
                requireNonNullElse(spec.paused(), false),
                hibernate,
                requireNonNullElse(spec.deletionPolicy(), DeletionPolicy.RETAIN),
                IntStream.range(0, components.size())
                        .mapToObj(index -> component(index, components.get(index), presets, hibernate))
                        .toList(),
                RolloutDefaults.of(spec.rollout(), components),
                Optional.ofNullable(spec.entry()),
                database(spec.postgres(), presets, monitored(spec.monitoring())),
                IntStream.range(0, redis.size())
                        .mapToObj(index -> redis(index, redis.get(index), presets))
                        .toList(),
                requireNonNullElse(spec.monitoring(), new Monitoring(null, null, null, null)),
                requireNonNullElse(network.policies(), true),
                requireNonNullElse(network.ingressNamespaces(), List.of()),
                requireNonNullElse(network.egress(), true));
    }

    /** A component that hibernates has no pods and nobody who would add some. */
    private static EffectiveComponent component(int index, Component component, Presets presets, boolean hibernate) {
        Component.Replicas replicas = requireNonNullElse(component.replicas(), new Component.Replicas(null, null));
        boolean preset = replicas.min() == null && replicas.max() == null;
        int largest = requireNonNullElse(replicas.max(), preset ? presets.maxReplicas() : Integer.MAX_VALUE);
        int smallest = requireNonNullElse(replicas.min(), Math.min(presets.minReplicas(), largest));
        int min = hibernate ? 0 : smallest;
        int max = hibernate ? 0 : largest == Integer.MAX_VALUE ? min : largest;
        Component.Shutdown shutdown = component.shutdown();
        return new EffectiveComponent(
                index,
                component.name(),
                component.image(),
                component.port() == null ? OptionalInt.empty() : OptionalInt.of(component.port()),
                min,
                max,
                max > min ? Optional.of(autoscaling(component.autoscaling())) : Optional.empty(),
                Optional.ofNullable(component.probes()),
                Optional.ofNullable(component.metrics()).map(metrics -> metrics(metrics, component.port())),
                shutdown == null || shutdown.drain() == null ? DRAIN : Durations.parse(shutdown.drain()),
                requireNonNullElse(component.connections(), true),
                requireNonNullElse(component.env(), List.of()),
                requireNonNullElse(component.envFrom(), List.of()),
                resources(component.resources(), presets.component()),
                requireNonNullElse(component.volumes(), List.of()),
                requireNonNullElse(component.command(), List.of()),
                requireNonNullElse(component.args(), List.of()),
                Optional.ofNullable(component.pod()));
    }

    private static Autoscaling autoscaling(@Nullable Autoscaling autoscaling) {
        if (autoscaling == null) {
            return new Autoscaling(CPU_TARGET_PERCENT, null, null);
        }
        boolean noTarget = autoscaling.cpu() == null && autoscaling.memory() == null;
        return noTarget ? new Autoscaling(CPU_TARGET_PERCENT, null, autoscaling.behavior()) : autoscaling;
    }

    private static EffectiveMetrics metrics(Component.Metrics metrics, @Nullable Integer componentPort) {
        Integer port = metrics.port() != null ? metrics.port() : componentPort;
        return new EffectiveMetrics(
                requireNonNullElse(metrics.path(), "/metrics"),
                requireNonNullElse(port, 80),
                Durations.parse(requireNonNullElse(metrics.interval(), "30s")));
    }

    private static boolean monitored(@Nullable Monitoring monitoring) {
        return monitoring == null || !Boolean.FALSE.equals(monitoring.enabled());
    }

    private static Database database(@Nullable Postgres spec, Presets presets, boolean monitored) {
        Postgres postgres = spec != null
                ? spec
                : new Postgres(
                        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null);
        if (Boolean.FALSE.equals(postgres.enabled())) {
            return new Database.None();
        }
        if (postgres.external() != null) {
            return new Database.External(postgres.external().secretName());
        }
        int instances = requireNonNullElse(postgres.instances(), presets.postgresInstances());
        Postgres.Storage storage = requireNonNullElse(postgres.storage(), new Postgres.Storage(null, null));
        Postgres.Synchronous synchronous =
                requireNonNullElse(postgres.synchronous(), new Postgres.Synchronous(null, null));
        String database = requireNonNullElse(postgres.database(), "app");
        return new Database.Managed(
                requireNonNullElse(postgres.image(), POSTGRES_IMAGE),
                instances,
                database,
                requireNonNullElse(postgres.owner(), database),
                requireNonNullElse(storage.size(), presets.postgresStorage()),
                Optional.ofNullable(storage.className()),
                requireNonNullElse(synchronous.replicas(), instances > 1 ? 1 : 0),
                requireNonNullElse(synchronous.durability(), Postgres.Durability.Required),
                new TreeMap<>(requireNonNullElse(postgres.parameters(), Map.of())),
                requireNonNullElse(postgres.hba(), List.of()),
                resources(postgres.resources(), presets.postgres()),
                Optional.ofNullable(postgres.pod()),
                Optional.ofNullable(postgres.credentials()).map(ObjectReference::name),
                Optional.ofNullable(postgres.pooler()).map(Defaults::pooler),
                failover(postgres.failover()),
                Optional.ofNullable(postgres.switchoverTo()),
                tls(postgres.tls()),
                exporter(postgres.exporter(), monitored));
    }

    private static Database.Tls tls(Postgres.@Nullable Tls spec) {
        Postgres.Tls tls = spec != null ? spec : new Postgres.Tls(null, null, null);
        boolean enabled = requireNonNullElse(tls.enabled(), true);
        return new Database.Tls(
                enabled,
                enabled && requireNonNullElse(tls.required(), false),
                Optional.ofNullable(tls.secretName()).filter(name -> enabled));
    }

    /** What is installed in the cluster has no say: pods that run would have to be replaced when it changes. */
    private static Database.Exporter exporter(Postgres.@Nullable Exporter spec, boolean monitored) {
        Postgres.Exporter exporter = spec != null ? spec : new Postgres.Exporter(null, null, null);
        boolean enabled = requireNonNullElse(exporter.enabled(), monitored);
        String image = requireNonNullElse(exporter.image(), EXPORTER_IMAGE);
        EffectiveResources resources = resources(exporter.resources(), EXPORTER_RESOURCES);
        List<String> asked = new ArrayList<>();
        if (enabled != monitored) {
            asked.add("exporter " + enabled);
        }
        if (enabled && !image.equals(EXPORTER_IMAGE)) {
            asked.add("exporter " + image);
        }
        if (enabled && !resources.equals(EXPORTER_RESOURCES)) {
            asked.add("exporter " + resources);
        }
        return new Database.Exporter(enabled, image, resources, asked);
    }

    private static Database.Failover failover(Postgres.@Nullable Failover spec) {
        Postgres.Failover failover = spec != null ? spec : new Postgres.Failover(null, null, null);
        return new Database.Failover(
                requireNonNullElse(failover.enabled(), true),
                Durations.parse(requireNonNullElse(failover.delay(), "0s")),
                Optional.ofNullable(failover.forcePromote())
                        .map(force -> new Database.ForcePromote(force.instance(), force.term())));
    }

    private static Database.Pooler pooler(Postgres.Pooler pooler) {
        return new Database.Pooler(
                pooler.image(),
                requireNonNullElse(pooler.instances(), 2),
                requireNonNullElse(pooler.mode(), Postgres.PoolMode.transaction),
                requireNonNullElse(pooler.maxClientConnections(), 1000),
                requireNonNullElse(pooler.poolSize(), 20));
    }

    private static EffectiveRedis redis(int index, Redis redis, Presets presets) {
        Redis.Role role = requireNonNullElse(redis.role(), Redis.Role.Cache);
        EffectiveResources resources = resources(redis.resources(), presets.redis());
        Redis.Persistence persistence = redis.persistence();
        boolean persistent = switch (role) {
            case Cache -> persistence != null && !Boolean.FALSE.equals(persistence.enabled());
            case SessionStore, Queue -> persistence == null || !Boolean.FALSE.equals(persistence.enabled());
        };
        return new EffectiveRedis(
                index,
                redis.name(),
                requireNonNullElse(redis.image(), REDIS_IMAGE),
                role,
                redis.maxMemory() != null ? bytes(redis.maxMemory()) : bytes(resources.memoryLimit()) / 4 * 3,
                persistent ? Optional.of(volume(persistence)) : Optional.empty(),
                resources,
                Optional.ofNullable(redis.pod()),
                Optional.ofNullable(redis.credentials()).map(ObjectReference::name));
    }

    private static EffectiveRedis.Volume volume(Redis.@Nullable Persistence persistence) {
        return persistence == null
                ? new EffectiveRedis.Volume("5Gi", Optional.empty())
                : new EffectiveRedis.Volume(
                        requireNonNullElse(persistence.size(), "5Gi"), Optional.ofNullable(persistence.className()));
    }

    private static EffectiveResources resources(@Nullable Resources resources, EffectiveResources preset) {
        Amounts none = new Amounts(null, null);
        Amounts requests = resources == null ? none : requireNonNullElse(resources.requests(), none);
        Amounts limits = resources == null ? none : requireNonNullElse(resources.limits(), none);
        String cpuRequest = requireNonNullElse(requests.cpu(), smaller(preset.cpuRequest(), limits.cpu()));
        String memoryRequest = requireNonNullElse(requests.memory(), smaller(preset.memoryRequest(), limits.memory()));
        return new EffectiveResources(
                cpuRequest,
                memoryRequest,
                requireNonNullElse(limits.cpu(), larger(preset.cpuLimit(), cpuRequest)),
                requireNonNullElse(limits.memory(), larger(preset.memoryLimit(), memoryRequest)));
    }

    /** A preset request must not exceed the user's own limit. */
    private static String smaller(String preset, @Nullable String limit) {
        return limit != null && amount(limit).compareTo(amount(preset)) < 0 ? limit : preset;
    }

    /** A preset limit must not be below the user's own request. */
    private static String larger(String preset, String request) {
        return amount(request).compareTo(amount(preset)) > 0 ? request : preset;
    }

    private static BigDecimal amount(String quantity) {
        return new Quantity(quantity).getNumericalAmount();
    }

    private static long bytes(String quantity) {
        return Quantity.getAmountInBytes(new Quantity(quantity)).longValue();
    }
}
