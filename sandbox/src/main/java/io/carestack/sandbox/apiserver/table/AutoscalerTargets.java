package io.carestack.sandbox.apiserver.table;

import static io.carestack.sandbox.apiserver.json.Json.at;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.util.ArrayList;
import java.util.List;

/** The targets of a HorizontalPodAutoscaler: current value and goal of each metric. */
final class AutoscalerTargets {
    private AutoscalerTargets() {}

    static Object print(JsonNode autoscaler) {
        List<String> shown = new ArrayList<>();
        List<ObjectNode> metrics = Json.objects(at(autoscaler, "spec", "metrics"));
        List<ObjectNode> current = Json.objects(at(autoscaler, "status", "currentMetrics"));
        for (int index = 0; index < metrics.size(); index++) {
            JsonNode now = index < current.size() ? current.get(index) : Json.object();
            shown.add(metric(metrics.get(index), now));
        }
        if (shown.isEmpty()) {
            return "<none>";
        }
        return shown.size() > 2
                ? String.join(", ", shown.subList(0, 2)) + " + " + (shown.size() - 2) + " more..."
                : String.join(", ", shown);
    }

    private static String metric(JsonNode wanted, JsonNode now) {
        String type = wanted.path("type").asText();
        String part = Character.toLowerCase(type.charAt(0)) + type.substring(1);
        JsonNode target = at(wanted, part, "target");
        JsonNode value = at(now, part, "current");
        String prefix = type.equals("Resource") ? at(wanted, part, "name").asText() + ": " : "";
        if (target.has("averageUtilization")) {
            String current = value.has("averageUtilization")
                    ? value.path("averageUtilization").asText() + "%"
                    : "<unknown>";
            return prefix + current + "/" + target.path("averageUtilization").asText() + "%";
        }
        if (target.has("averageValue")) {
            return prefix + value.path("averageValue").asText("<unknown>") + "/"
                    + target.path("averageValue").asText()
                    + (type.equals("Resource") || type.equals("Pods") ? "" : " (avg)");
        }
        return prefix + value.path("value").asText("<unknown>") + "/"
                + target.path("value").asText();
    }
}
