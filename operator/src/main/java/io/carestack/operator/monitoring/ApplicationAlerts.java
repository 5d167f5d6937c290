package io.carestack.operator.monitoring;

import static java.util.Objects.requireNonNullElse;

import io.carestack.operator.api.Monitoring.Severity;
import io.carestack.operator.api.Monitoring.Thresholds;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Names;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Alerts about the components: whether they run, and whether they answer well and in time. */
record ApplicationAlerts(EffectiveStack stack, Thresholds thresholds) {
    private static final Predicate<EffectiveComponent> ALL = component -> true;
    private static final Predicate<EffectiveComponent> SEVERAL = component -> component.minReplicas() > 1;
    private static final Predicate<EffectiveComponent> SCALED =
            component -> component.autoscaling().isPresent();

    List<Alert> availability() {
        Series series = new Series(stack);
        List<Alert> alerts = new ArrayList<>();
        alerts.add(new Alert(
                "ApplicationDown",
                Severity.critical,
                Duration.ofMinutes(1),
                series.perComponent("kube_deployment_status_replicas_available", ALL) + " == 0",
                "No pod of component {{ $labels.component }} is available."));
        if (stack.components().stream().anyMatch(SEVERAL)) {
            alerts.add(new Alert(
                    "MultipleInstancesDown",
                    Severity.critical,
                    Duration.ofMinutes(1),
                    series.perComponent("kube_deployment_status_replicas_available", SEVERAL) + " < 2",
                    "Fewer than 2 pods of component {{ $labels.component }} are available."));
        }
        alerts.add(new Alert(
                "ApplicationInstanceDown",
                Severity.critical,
                Duration.ofMinutes(1),
                series.deployments("kube_deployment_status_replicas_available", ALL) + " < "
                        + series.deployments("kube_deployment_spec_replicas", ALL),
                "{{ $labels.deployment }} has only {{ $value }} available pods, fewer than it wants."));
        alerts.add(new Alert(
                "RolloutStuck",
                Severity.warning,
                Duration.ofMinutes(1),
                "kube_deployment_status_condition{" + series.namespace() + ",deployment=~\"" + stack.name() + "-("
                        + series.components(ALL)
                        + ")-(blue|green)\",condition=\"Progressing\",status=\"false\"} == 1",
                "{{ $labels.deployment }} makes no progress; kubectl describe carestack " + stack.name()
                        + " says why."));
        alerts.add(new Alert(
                "PodRestarting",
                Severity.warning,
                Duration.ZERO,
                "increase(" + series.containers("kube_pod_container_status_restarts_total", "") + "[15m]) > 3",
                "Container {{ $labels.container }} of {{ $labels.pod }} restarted more than 3 times in 15 minutes."));
        if (stack.components().stream().anyMatch(SCALED)) {
            alerts.addAll(autoscaling(series));
        }
        return alerts;
    }

    /** Alerts over the application's own metrics; none when no component exports any. */
    List<Alert> requests() {
        if (stack.components().stream()
                .allMatch(component -> component.metrics().isEmpty())) {
            return List.of();
        }
        Series series = new Series(stack);
        String by = "sum by (namespace, app_kubernetes_io_component, carestack_io_color)";
        String total = by + " (rate(" + series.application("http_requests_total", "") + "[5m]))";
        String failed = by + " (rate(" + series.application("http_requests_total", ",status=~\"5..\"") + "[5m]))";
        BigDecimal seconds = BigDecimal.valueOf(requireNonNullElse(thresholds.responseTimeMilliseconds(), 1000), 3)
                .stripTrailingZeros();
        return List.of(
                new Alert(
                        "HighErrorRate",
                        Severity.critical,
                        Duration.ofMinutes(5),
                        "100 * " + failed + " / " + total + " > "
                                + requireNonNullElse(thresholds.errorRatePercent(), 5),
                        "{{ $value | humanize }} % of the requests to {{ $labels.app_kubernetes_io_component }} fail."),
                new Alert(
                        "ResponseTimeHigh",
                        Severity.warning,
                        Duration.ofMinutes(5),
                        "histogram_quantile(0.95, sum by (le, namespace, app_kubernetes_io_component, carestack_io_color) (rate("
                                + series.application("http_request_duration_seconds_bucket", "") + "[5m]))) > "
                                + seconds.toPlainString(),
                        "5 % of the requests to {{ $labels.app_kubernetes_io_component }} take longer than {{ $value | humanizeDuration }}."),
                new Alert(
                        "MetricsUnreachable",
                        Severity.warning,
                        Duration.ofMinutes(10),
                        series.application("up", "") + " == 0",
                        "Prometheus cannot read the metrics of {{ $labels.pod }}."));
    }

    private List<Alert> autoscaling(Series series) {
        String autoscalers = series.namespace() + ",horizontalpodautoscaler=~\""
                + new Names(stack.name()).component("(" + series.components(SCALED) + ")") + "\"";
        return List.of(
                new Alert(
                        "HpaAtMaximum",
                        Severity.warning,
                        Duration.ofMinutes(15),
                        "kube_horizontalpodautoscaler_status_current_replicas{" + autoscalers
                                + "} >= kube_horizontalpodautoscaler_spec_max_replicas{" + autoscalers + "}",
                        "{{ $labels.horizontalpodautoscaler }} has been at its maximum of {{ $value }} pods for 15 minutes; raise replicas.max."),
                new Alert(
                        "HpaCannotScale",
                        Severity.warning,
                        Duration.ofMinutes(15),
                        "kube_horizontalpodautoscaler_status_condition{" + autoscalers
                                + ",condition=\"ScalingActive\",status=\"false\"} == 1",
                        "{{ $labels.horizontalpodautoscaler }} gets no metrics and keeps its size; is a metrics server installed?"));
    }
}
