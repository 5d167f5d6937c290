package io.carestack.sandbox.apiserver.table;

import static io.carestack.sandbox.apiserver.json.Json.at;
import static io.carestack.sandbox.apiserver.table.BuiltinColumns.count;
import static io.carestack.sandbox.apiserver.table.BuiltinColumns.joined;
import static io.carestack.sandbox.apiserver.table.BuiltinColumns.labels;
import static io.carestack.sandbox.apiserver.table.PodColumns.orNone;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** How the kinds that run, scale and protect Pods are printed. */
final class WorkloadColumns {
    private WorkloadColumns() {}

    static List<Column> of(String kind) {
        return switch (kind) {
            case "Deployment" ->
                List.of(
                        Column.named(),
                        Column.text(
                                "Ready",
                                it -> count(it, "status", "readyReplicas") + "/" + count(it, "spec", "replicas")),
                        Column.number("Up-to-date", it -> count(it, "status", "updatedReplicas")),
                        Column.number("Available", it -> count(it, "status", "availableReplicas")),
                        Column.aged(),
                        containers().wide(),
                        images().wide(),
                        selector().wide());
            case "StatefulSet" ->
                List.of(
                        Column.named(),
                        Column.text(
                                "Ready",
                                it -> count(it, "status", "readyReplicas") + "/" + count(it, "spec", "replicas")),
                        Column.aged(),
                        containers().wide(),
                        images().wide());
            case "ReplicaSet" ->
                List.of(
                        Column.named(),
                        Column.number("Desired", it -> count(it, "spec", "replicas")),
                        Column.number("Current", it -> count(it, "status", "replicas")),
                        Column.number("Ready", it -> count(it, "status", "readyReplicas")),
                        Column.aged(),
                        containers().wide(),
                        images().wide(),
                        selector().wide());
            case "Job" ->
                List.of(
                        Column.named(),
                        Column.text("Status", WorkloadColumns::jobStatus),
                        Column.text(
                                "Completions",
                                it -> count(it, "status", "succeeded") + "/"
                                        + at(it, "spec", "completions").asInt(1)),
                        new Column("Duration", "string", "", 0, WorkloadColumns::jobDuration),
                        Column.aged(),
                        containers().wide(),
                        images().wide(),
                        selector().wide());
            case "CronJob" ->
                List.of(
                        Column.named(),
                        Column.text("Schedule", it -> at(it, "spec", "schedule").asText()),
                        Column.text(
                                "Timezone",
                                it -> orNone(at(it, "spec", "timeZone").asText(""))),
                        Column.text(
                                "Suspend",
                                it -> titled(at(it, "spec", "suspend").asBoolean())),
                        Column.number("Active", it -> at(it, "status", "active").size()),
                        new Column("Last Schedule", "string", "", 0, (it, now) -> {
                            String last = at(it, "status", "lastScheduleTime").asText("");
                            return last.isEmpty() ? "<none>" : Ages.since(last, now);
                        }),
                        Column.aged());
            case "HorizontalPodAutoscaler" ->
                List.of(
                        Column.named(),
                        Column.text(
                                "Reference",
                                it -> at(it, "spec", "scaleTargetRef", "kind").asText() + "/"
                                        + at(it, "spec", "scaleTargetRef", "name")
                                                .asText()),
                        Column.text("Targets", AutoscalerTargets::print),
                        Column.text(
                                "MinPods", it -> at(it, "spec", "minReplicas").asText("<unset>")),
                        Column.number("MaxPods", it -> count(it, "spec", "maxReplicas")),
                        Column.number("Replicas", it -> count(it, "status", "currentReplicas")),
                        Column.aged());
            case "PodDisruptionBudget" ->
                List.of(
                        Column.named(),
                        Column.text(
                                "Min Available",
                                it -> at(it, "spec", "minAvailable").asText("N/A")),
                        Column.text(
                                "Max Unavailable",
                                it -> at(it, "spec", "maxUnavailable").asText("N/A")),
                        Column.number("Allowed Disruptions", it -> count(it, "status", "disruptionsAllowed")),
                        Column.aged());
            default -> List.of(Column.named(), Column.aged());
        };
    }

    private static Column containers() {
        return Column.text(
                "Containers", it -> joined(at(it, "spec", "template", "spec", "containers"), "name", "<none>"));
    }

    private static Column images() {
        return Column.text("Images", it -> joined(at(it, "spec", "template", "spec", "containers"), "image", "<none>"));
    }

    private static Column selector() {
        return Column.text("Selector", it -> labels(at(it, "spec", "selector", "matchLabels")));
    }

    private static String jobStatus(JsonNode job) {
        for (String type : List.of("Complete", "Failed", "Suspended", "FailureTarget")) {
            boolean holds = Json.objects(at(job, "status", "conditions")).stream()
                    .anyMatch(condition -> condition.path("type").asText().equals(type)
                            && condition.path("status").asText().equals("True"));
            if (holds) {
                return type;
            }
        }
        return at(job, "metadata", "deletionTimestamp").isTextual() ? "Terminating" : "Running";
    }

    private static Object jobDuration(JsonNode job, Instant now) {
        String start = at(job, "status", "startTime").asText("");
        if (start.isEmpty()) {
            return "";
        }
        String end = at(job, "status", "completionTime").asText("");
        Instant until = end.isEmpty() ? now : OffsetDateTime.parse(end).toInstant();
        return Ages.print(Duration.between(OffsetDateTime.parse(start).toInstant(), until));
    }

    private static String titled(boolean value) {
        return value ? "True" : "False";
    }
}
