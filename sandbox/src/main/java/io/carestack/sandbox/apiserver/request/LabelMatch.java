package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.util.Map;

/** A LabelSelector object against labels; an absent selector matches nothing, an empty one everything. */
public final class LabelMatch {
    private LabelMatch() {}

    public static boolean matches(JsonNode selector, JsonNode labels) {
        if (!selector.isObject()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> entry : selector.path("matchLabels").properties()) {
            if (!labels.path(entry.getKey())
                    .asText("\0")
                    .equals(entry.getValue().asText())) {
                return false;
            }
        }
        for (JsonNode expression : selector.path("matchExpressions")) {
            String key = expression.path("key").asText();
            boolean listed = labels.has(key)
                    && Json.texts(expression.path("values"))
                            .contains(labels.path(key).asText());
            boolean fits = switch (expression.path("operator").asText()) {
                case "In" -> listed;
                case "NotIn" -> !listed;
                case "Exists" -> labels.has(key);
                case "DoesNotExist" -> !labels.has(key);
                default -> false;
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
