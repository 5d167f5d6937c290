package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.List;
import java.util.Map;

/** Between the form that is stored and the version that a request asks for. */
public final class Conversion {
    /** core/v1 Event field to its events.k8s.io/v1 name. */
    private static final Map<String, String> EVENT_FIELDS = Map.of(
            "involvedObject", "regarding",
            "message", "note",
            "source", "deprecatedSource",
            "firstTimestamp", "deprecatedFirstTimestamp",
            "lastTimestamp", "deprecatedLastTimestamp",
            "count", "deprecatedCount",
            "reportingComponent", "reportingController");

    private Conversion() {}

    /** A copy in the type's version. */
    public static ObjectNode served(ResourceType type, ObjectNode stored) {
        ObjectNode copy = stored.deepCopy();
        if (type.is("events.k8s.io", "Event")) {
            EVENT_FIELDS.forEach((core, own) -> rename(copy, core, own));
        }
        return stamp(type, copy);
    }

    /** A copy as it is stored. */
    static ObjectNode stored(ResourceType type, ObjectNode served) {
        ObjectNode copy = served.deepCopy();
        if (type.is("events.k8s.io", "Event")) {
            EVENT_FIELDS.forEach((core, own) -> rename(copy, own, core));
            copy.put("apiVersion", "v1");
        }
        return copy;
    }

    /** Writes apiVersion and kind, first in order. */
    static ObjectNode stamp(ResourceType type, ObjectNode object) {
        ObjectNode result = Json.object();
        result.put("apiVersion", type.kind().apiVersion());
        result.put("kind", type.kind().kind());
        object.remove(List.of("apiVersion", "kind"));
        result.setAll(object);
        return result;
    }

    private static void rename(ObjectNode object, String from, String to) {
        JsonNode value = object.remove(from);
        if (value != null) {
            object.set(to, value);
        }
    }
}
