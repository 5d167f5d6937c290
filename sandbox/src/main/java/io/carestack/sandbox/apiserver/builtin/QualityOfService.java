package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.util.ArrayList;
import java.util.List;

/** The quality-of-service class of a Pod. */
final class QualityOfService {
    private QualityOfService() {}

    static String of(JsonNode podSpec) {
        List<ObjectNode> containers = new ArrayList<>(Json.objects(podSpec.path("containers")));
        containers.addAll(Json.objects(podSpec.path("initContainers")));
        boolean guaranteed = true;
        boolean anything = false;
        for (ObjectNode container : containers) {
            JsonNode limits = Json.at(container, "resources", "limits");
            JsonNode requests = Json.at(container, "resources", "requests");
            for (String resource : List.of("cpu", "memory")) {
                anything |= limits.has(resource) || requests.has(resource);
                guaranteed &= limits.has(resource)
                        && limits.path(resource)
                                .equals(requests.has(resource) ? requests.path(resource) : limits.path(resource));
            }
        }
        return guaranteed && anything ? "Guaranteed" : anything ? "Burstable" : "BestEffort";
    }
}
