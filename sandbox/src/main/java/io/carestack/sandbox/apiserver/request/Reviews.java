package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;

/** Kinds that are asked and not kept: everyone is known and may do everything. */
final class Reviews {
    private static final String USER = "sandbox-admin";

    private Reviews() {}

    static Answer answer(ResourceType type, ApiRequest request) {
        if (!request.verb().equals("create")) {
            throw ApiException.methodNotAllowed();
        }
        ObjectNode review = Decoder.object(request.body());
        Json.ensure(review, "metadata");
        ObjectNode status = review.putObject("status");
        switch (type.kind().kind()) {
            case "TokenReview" -> {
                status.put("authenticated", true);
                status.putObject("user").put("username", USER);
            }
            case "SelfSubjectReview" -> status.putObject("userInfo").put("username", USER);
            case "SelfSubjectRulesReview" -> {
                ObjectNode rule = status.putArray("resourceRules").addObject();
                rule.putArray("verbs").add("*");
                rule.putArray("apiGroups").add("*");
                rule.putArray("resources").add("*");
                status.putArray("nonResourceRules");
                status.put("incomplete", false);
            }
            default -> status.put("allowed", true);
        }
        return Answer.of(201, review, type);
    }
}
