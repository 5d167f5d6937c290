package io.carestack.operator.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.Durations;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveRedis;
import io.carestack.operator.effective.EffectiveResources;
import io.carestack.operator.effective.EffectiveRollout;
import io.carestack.operator.effective.EffectiveStack;
import java.util.Locale;

/** What was chosen where the spec is silent, as shown in {@code status.effective}. */
final class EffectiveJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private EffectiveJson() {}

    static JsonNode of(EffectiveStack stack) {
        ObjectNode root = JSON.objectNode();
        root.put("size", stack.size().name().toLowerCase(Locale.ROOT));
        root.put("deletionPolicy", stack.retainsData() ? "Retain" : "Delete");
        root.put("networkPolicies", stack.networkPolicies());
        stack.components().forEach(component -> root.withArray("components").add(component(component)));
        root.set("rollout", rollout(stack.rollout()));
        root.set("postgres", database(stack.database()));
        stack.redis().forEach(redis -> root.withArray("redis").add(redis(redis)));
        return root;
    }

    private static ObjectNode component(EffectiveComponent component) {
        ObjectNode node = JSON.objectNode();
        node.put("name", component.name());
        node.putObject("replicas").put("min", component.minReplicas()).put("max", component.maxReplicas());
        component.autoscaling().ifPresent(targets -> {
            ObjectNode autoscaling = node.putObject("autoscaling");
            if (targets.cpu() != null) {
                autoscaling.put("cpu", targets.cpu());
            }
            if (targets.memory() != null) {
                autoscaling.put("memory", targets.memory());
            }
        });
        node.putObject("shutdown").put("drain", component.drain().toSeconds() + "s");
        node.put("connections", component.connections());
        node.set("resources", resources(component.resources()));
        return node;
    }

    private static ObjectNode rollout(EffectiveRollout rollout) {
        ObjectNode node = JSON.objectNode();
        node.put("promotion", rollout.promotion().name());
        node.put("timeZone", rollout.timeZone());
        node.putObject("verification")
                .put("attempts", rollout.verification().attempts())
                .put("interval", Durations.text(rollout.verification().interval()))
                .put("consecutive", rollout.verification().consecutive());
        ObjectNode monitor = node.putObject("monitor")
                .put("duration", Durations.text(rollout.monitor().duration()))
                .put("failures", rollout.monitor().failures());
        rollout.monitor().metrics().ifPresent(metrics -> {
            monitor.put("interval", Durations.text(rollout.monitor().interval()));
            monitor.put("maxErrorRate", metrics.maxErrorPercent() + "%");
            monitor.put("maxLatencyRatio", metrics.maxLatencyRatio().toPlainString());
            monitor.put("minRequests", metrics.minRequests());
            monitor.put("onMetricsUnavailable", metrics.onUnavailable().name());
        });
        node.putObject("retire").put("after", Durations.text(rollout.retireAfter()));
        node.put("historyLimit", rollout.historyLimit());
        return node;
    }

    private static ObjectNode database(Database database) {
        ObjectNode node = JSON.objectNode();
        switch (database) {
            case Database.None none -> node.put("enabled", false);
            case Database.External external -> node.putObject("external").put("secretName", external.secretName());
            case Database.Managed managed -> {
                node.put("image", managed.image());
                node.put("instances", managed.instances());
                node.put("database", managed.database());
                node.put("owner", managed.owner());
                node.putObject("storage").put("size", managed.storageSize());
                node.putObject("synchronous")
                        .put("replicas", managed.synchronousReplicas())
                        .put("durability", managed.durability().name());
                node.putObject("tls")
                        .put("enabled", managed.tls().enabled())
                        .put("required", managed.tls().required());
                node.putObject("exporter").put("enabled", managed.exporter().enabled());
                node.set("resources", resources(managed.resources()));
            }
        }
        return node;
    }

    private static ObjectNode redis(EffectiveRedis redis) {
        ObjectNode node = JSON.objectNode();
        node.put("name", redis.name());
        node.put("image", redis.image());
        node.put("role", redis.role().name());
        node.put("maxMemory", Long.toString(redis.maxMemoryBytes()));
        node.put("persistent", redis.persistence().isPresent());
        node.set("resources", resources(redis.resources()));
        return node;
    }

    private static ObjectNode resources(EffectiveResources resources) {
        ObjectNode node = JSON.objectNode();
        node.putObject("requests").put("cpu", resources.cpuRequest()).put("memory", resources.memoryRequest());
        node.putObject("limits").put("cpu", resources.cpuLimit()).put("memory", resources.memoryLimit());
        return node;
    }
}
