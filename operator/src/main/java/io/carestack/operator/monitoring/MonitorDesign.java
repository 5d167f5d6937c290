package io.carestack.operator.monitoring;

import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveComponent.EffectiveMetrics;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How Prometheus finds the metrics of a component: of both colours, each series with its colour. */
final class MonitorDesign {
    private static final List<String> POD_LABELS = List.of(Labels.STACK, Labels.COMPONENT, Labels.COLOR);

    private static final String POSTGRES = "postgres";

    private MonitorDesign() {}

    /** Through the Services of a component that has a port. */
    static GenericKubernetesResource service(
            EffectiveStack stack, EffectiveComponent component, EffectiveMetrics metrics) {
        boolean own = component.port().orElse(-1) != metrics.port();
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("selector", selector(stack, component));
        spec.put("podTargetLabels", POD_LABELS);
        spec.put("endpoints", List.of(endpoint(own ? "metrics" : "http", metrics)));
        return OptionalKind.SERVICE_MONITOR.object(metadata(stack, component), spec);
    }

    /** Through the pods of a worker. */
    static GenericKubernetesResource pods(
            EffectiveStack stack, EffectiveComponent component, EffectiveMetrics metrics) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("selector", selector(stack, component));
        spec.put("podTargetLabels", POD_LABELS);
        spec.put("podMetricsEndpoints", List.of(endpoint("metrics", metrics)));
        return OptionalKind.POD_MONITOR.object(metadata(stack, component), spec);
    }

    /** Through the pods of the database's instances; each series says which instance is meant. */
    static GenericKubernetesResource postgres(EffectiveStack stack) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("selector", Map.of("matchLabels", Labels.selector(stack.name(), POSTGRES)));
        spec.put("podTargetLabels", List.of(Labels.STACK, Labels.COMPONENT, Labels.ROLE));
        spec.put("podMetricsEndpoints", List.of(Map.of("port", "metrics")));
        return OptionalKind.POD_MONITOR.object(
                new ObjectMetaBuilder(stack.owner().child(new Names(stack.name()).postgres(), POSTGRES))
                        .addToLabels(stack.monitoring().labels())
                        .build(),
                spec);
    }

    /** A duration as Prometheus writes it, for example {@code 1m30s}. */
    static String text(Duration duration) {
        StringBuilder text = new StringBuilder();
        part(text, duration.toHours(), "h");
        part(text, duration.toMinutesPart(), "m");
        part(text, duration.toSecondsPart(), "s");
        part(text, duration.toMillisPart(), "ms");
        return text.toString();
    }

    private static Map<String, Object> selector(EffectiveStack stack, EffectiveComponent component) {
        return Map.of("matchLabels", Labels.selector(stack.name(), component.name()));
    }

    private static Map<String, Object> endpoint(String port, EffectiveMetrics metrics) {
        Map<String, Object> endpoint = new LinkedHashMap<>();
        endpoint.put("port", port);
        endpoint.put("path", metrics.path());
        if (!metrics.interval().isZero()) {
            endpoint.put("interval", text(metrics.interval()));
        }
        return endpoint;
    }

    private static ObjectMeta metadata(EffectiveStack stack, EffectiveComponent component) {
        return new ObjectMetaBuilder(
                        stack.owner().child(new Names(stack.name()).component(component.name()), component.name()))
                .addToLabels(stack.monitoring().labels())
                .build();
    }

    private static void part(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
