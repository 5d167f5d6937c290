package io.carestack.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The merge patch that a client-side apply would send, as kubectl and Argo CD compute it for custom resources: what Git says and the cluster does not,
 * and null for what was applied last and Git no longer says. Empty when there is no drift. Lists count as a whole.
 */
final class ThreeWayDiff {
    private ThreeWayDiff() {}

    static ObjectNode of(JsonNode lastApplied, JsonNode git, JsonNode live) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> wanted : git.properties()) {
            JsonNode present = live.path(wanted.getKey());
            if (wanted.getValue().isObject() && present.isObject()) {
                ObjectNode below = of(lastApplied.path(wanted.getKey()), wanted.getValue(), present);
                if (!below.isEmpty()) {
                    patch.set(wanted.getKey(), below);
                }
            } else if (!wanted.getValue().equals(present)) {
                patch.set(wanted.getKey(), wanted.getValue());
            }
        }
        lastApplied.fieldNames().forEachRemaining(name -> {
            if (!git.has(name) && live.has(name)) {
                patch.putNull(name);
            }
        });
        return patch;
    }
}
