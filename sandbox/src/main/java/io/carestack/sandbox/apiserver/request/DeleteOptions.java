package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.json.Json;
import java.util.Optional;

/** How to delete: grace in seconds, what becomes of dependents, and what must hold ("" when nothing). */
record DeleteOptions(
        Optional<Long> graceSeconds, Propagation propagation, String uid, String resourceVersion, boolean dryRun) {
    /** What becomes of the objects that name this one as their owner. */
    enum Propagation {
        BACKGROUND,
        FOREGROUND,
        ORPHAN
    }

    static DeleteOptions of(ApiRequest request) {
        JsonNode body = request.body().length == 0 ? Json.object() : Decoder.parse(request.body());
        Optional<Long> grace = body.path("gracePeriodSeconds").isNumber()
                ? Optional.of(body.path("gracePeriodSeconds").asLong())
                : request.number("gracePeriodSeconds");
        String policy = body.path("propagationPolicy").asText(request.parameter("propagationPolicy"));
        boolean orphan = body.path("orphanDependents").asBoolean(request.flag("orphanDependents"));
        Propagation propagation = switch (policy) {
            case "Foreground" -> Propagation.FOREGROUND;
            case "Orphan" -> Propagation.ORPHAN;
            case "Background" -> Propagation.BACKGROUND;
            case "" -> orphan ? Propagation.ORPHAN : Propagation.BACKGROUND;
            default -> throw ApiException.badRequest("unknown propagationPolicy: " + policy);
        };
        JsonNode preconditions = body.path("preconditions");
        return new DeleteOptions(
                grace,
                propagation,
                preconditions.path("uid").asText(""),
                preconditions.path("resourceVersion").asText(""),
                request.isDryRun() || Json.texts(body.path("dryRun")).contains("All"));
    }
}
