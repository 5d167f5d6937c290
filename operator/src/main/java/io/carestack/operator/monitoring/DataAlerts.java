package io.carestack.operator.monitoring;

import io.carestack.operator.api.Monitoring.Severity;
import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveRedis;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Alerts about PostgreSQL and Redis, by the readiness of their pods and by what PostgreSQL's exporter sees. */
record DataAlerts(EffectiveStack stack) {

    List<Alert> data() {
        List<Alert> alerts = new ArrayList<>();
        if (stack.database() instanceof Database.Managed managed) {
            alerts.addAll(postgres(managed));
        }
        if (!stack.redis().isEmpty()) {
            alerts.add(redis());
        }
        return alerts;
    }

    private List<Alert> postgres(Database.Managed managed) {
        Names names = new Names(stack.name());
        String set = "{" + new Series(stack).namespace() + ",statefulset=\"" + names.postgres() + "\"}";
        List<Alert> alerts = new ArrayList<>();
        alerts.add(new Alert(
                "DatabaseDown",
                Severity.critical,
                Duration.ofMinutes(1),
                "kube_statefulset_status_replicas_ready" + set + " == 0",
                "No instance of PostgreSQL is ready."));
        alerts.add(new Alert(
                "DatabaseInstanceDown",
                Severity.warning,
                Duration.ofMinutes(5),
                "kube_statefulset_status_replicas_ready" + set + " < kube_statefulset_replicas" + set,
                "Only {{ $value }} instances of PostgreSQL are ready; kubectl describe carestack " + stack.name()
                        + " says why."));
        if (managed.exporter().enabled()) {
            alerts.add(new Alert(
                    "DatabaseNotAnswering",
                    Severity.warning,
                    Duration.ofMinutes(5),
                    new Series(stack).application("pg_up", "") + " == 0",
                    "The exporter beside {{ $labels.pod }} gets no answer from its PostgreSQL."));
        }
        managed.pooler()
                .ifPresent(pooler -> alerts.add(new Alert(
                        "PoolerDown",
                        Severity.critical,
                        Duration.ofMinutes(1),
                        "kube_deployment_status_replicas_available{" + new Series(stack).namespace() + ",deployment=\""
                                + names.pooler() + "\"} == 0",
                        "No pod of the connection pooler is available.")));
        return alerts;
    }

    private Alert redis() {
        Names names = new Names(stack.name());
        String sets = stack.redis().stream()
                .map(EffectiveRedis::name)
                .map(names::redis)
                .collect(Collectors.joining("|"));
        return new Alert(
                "RedisDown",
                Severity.critical,
                Duration.ofMinutes(1),
                "kube_statefulset_status_replicas_ready{" + new Series(stack).namespace() + ",statefulset=~\"" + sets
                        + "\"} == 0",
                "Redis {{ $labels.statefulset }} is not ready.");
    }
}
