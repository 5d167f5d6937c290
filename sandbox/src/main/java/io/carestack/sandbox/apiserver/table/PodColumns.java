package io.carestack.sandbox.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.time.Instant;
import java.util.List;

/** How Pods are printed. */
final class PodColumns {
    private PodColumns() {}

    static List<Column> columns() {
        return List.of(
                Column.named(),
                Column.text("Ready", PodColumns::ready),
                Column.text("Status", PodColumns::status),
                new Column("Restarts", "string", "", 0, PodColumns::restarts),
                Column.aged(),
                Column.text("IP", pod -> orNone(Json.at(pod, "status", "podIP").asText("")))
                        .wide(),
                Column.text(
                                "Node",
                                pod -> orNone(Json.at(pod, "spec", "nodeName").asText("")))
                        .wide(),
                Column.text("Nominated Node", pod -> "<none>").wide(),
                Column.text("Readiness Gates", pod -> "<none>").wide());
    }

    static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    private static List<ObjectNode> statuses(JsonNode pod) {
        return Json.objects(Json.at(pod, "status", "containerStatuses"));
    }

    private static String ready(JsonNode pod) {
        long ready = statuses(pod).stream()
                .filter(status ->
                        status.path("ready").asBoolean() && status.path("state").has("running"))
                .count();
        return ready + "/" + Json.at(pod, "spec", "containers").size();
    }

    private static String status(JsonNode pod) {
        String text = Json.at(pod, "status", "reason").asText("");
        if (text.isEmpty()) {
            text = Json.at(pod, "status", "phase").asText("");
        }
        String initializing = initializing(pod);
        if (!initializing.isEmpty()) {
            text = initializing;
        } else {
            for (ObjectNode status : statuses(pod)) {
                String waiting = Json.at(status, "state", "waiting", "reason").asText("");
                JsonNode terminated = Json.at(status, "state", "terminated");
                if (!waiting.isEmpty()) {
                    text = waiting;
                } else if (terminated.isObject()) {
                    String reason = terminated.path("reason").asText("");
                    text = !reason.isEmpty()
                            ? reason
                            : terminated.has("signal")
                                            && terminated.path("signal").asInt() != 0
                                    ? "Signal:" + terminated.path("signal").asInt()
                                    : "ExitCode:" + terminated.path("exitCode").asInt();
                }
            }
        }
        return Json.at(pod, "metadata", "deletionTimestamp").isTextual() ? "Terminating" : text;
    }

    private static String initializing(JsonNode pod) {
        List<ObjectNode> statuses = Json.objects(Json.at(pod, "status", "initContainerStatuses"));
        int total = Json.at(pod, "spec", "initContainers").size();
        for (int index = 0; index < statuses.size(); index++) {
            JsonNode state = statuses.get(index).path("state");
            boolean finished = state.has("terminated")
                    && Json.at(state, "terminated", "exitCode").asInt() == 0;
            boolean sidecar = statuses.get(index).path("started").asBoolean() && state.has("running");
            if (finished || sidecar) {
                continue;
            }
            String reason = state.has("terminated")
                    ? Json.at(state, "terminated", "reason").asText("Error")
                    : Json.at(state, "waiting", "reason").asText("");
            return reason.isEmpty() || reason.equals("PodInitializing")
                    ? "Init:" + index + "/" + total
                    : "Init:" + reason;
        }
        return "";
    }

    private static Object restarts(JsonNode pod, Instant now) {
        int count = 0;
        String last = "";
        for (ObjectNode status : statuses(pod)) {
            count += status.path("restartCount").asInt(0);
            String finished =
                    Json.at(status, "lastState", "terminated", "finishedAt").asText("");
            last = finished.compareTo(last) > 0 ? finished : last;
        }
        return count > 0 && !last.isEmpty() ? count + " (" + Ages.since(last, now) + " ago)" : Integer.toString(count);
    }
}
