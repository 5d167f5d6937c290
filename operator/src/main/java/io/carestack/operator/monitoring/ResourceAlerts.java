package io.carestack.operator.monitoring;

import static java.util.Objects.requireNonNullElse;

import io.carestack.operator.api.Monitoring.Severity;
import io.carestack.operator.api.Monitoring.Thresholds;
import io.carestack.operator.effective.EffectiveStack;
import java.time.Duration;
import java.util.List;

/** Alerts about memory, CPU and volumes. */
record ResourceAlerts(EffectiveStack stack, Thresholds thresholds) {

    List<Alert> resources() {
        Series series = new Series(stack);
        return List.of(
                new Alert(
                        "HighMemoryUsage",
                        Severity.warning,
                        Duration.ofMinutes(5),
                        "100 * max by (namespace, pod, container) ("
                                + series.containers("container_memory_working_set_bytes", ",container!=\"\"")
                                + ") / max by (namespace, pod, container) ("
                                + series.containers("kube_pod_container_resource_limits", ",resource=\"memory\"")
                                + ") > " + requireNonNullElse(thresholds.memoryPercent(), 90),
                        "Container {{ $labels.container }} of {{ $labels.pod }} uses {{ $value | humanize }} % of its memory limit."),
                new Alert(
                        "HighCPULoad",
                        Severity.warning,
                        Duration.ofMinutes(5),
                        "100 * max by (namespace, pod, container) (rate("
                                + series.containers("container_cpu_usage_seconds_total", ",container!=\"\"")
                                + "[5m])) / max by (namespace, pod, container) ("
                                + series.containers("kube_pod_container_resource_limits", ",resource=\"cpu\"")
                                + ") > " + requireNonNullElse(thresholds.cpuPercent(), 90),
                        "Container {{ $labels.container }} of {{ $labels.pod }} uses {{ $value | humanize }} % of its CPU limit."),
                new Alert(
                        "OutOfMemory",
                        Severity.warning,
                        Duration.ZERO,
                        series.containers("kube_pod_container_status_last_terminated_reason", ",reason=\"OOMKilled\"")
                                + " == 1 and on (namespace, pod, container) increase("
                                + series.containers("kube_pod_container_status_restarts_total", "") + "[10m]) > 0",
                        "Container {{ $labels.container }} of {{ $labels.pod }} was killed for using more memory than its limit."),
                disk("DiskSpaceLow", Severity.warning, 5, requireNonNullElse(thresholds.diskFreePercent(), 15)),
                disk(
                        "DiskSpaceCritical",
                        Severity.critical,
                        1,
                        requireNonNullElse(thresholds.diskFreeCriticalPercent(), 5)));
    }

    private Alert disk(String name, Severity severity, int minutes, int percent) {
        Series series = new Series(stack);
        return new Alert(
                name,
                severity,
                Duration.ofMinutes(minutes),
                "100 * " + series.volumes("kubelet_volume_stats_available_bytes") + " / "
                        + series.volumes("kubelet_volume_stats_capacity_bytes") + " < " + percent,
                "Volume {{ $labels.persistentvolumeclaim }} has {{ $value | humanize }} % of its space left.");
    }
}
