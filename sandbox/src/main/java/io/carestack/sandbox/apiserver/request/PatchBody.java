package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.patch.JsonPatch;
import io.carestack.sandbox.apiserver.patch.MergePatch;
import io.carestack.sandbox.apiserver.patch.StrategicMergePatch;
import io.carestack.sandbox.apiserver.resource.ResourceType;

/** A patch and its kind, from the content type. */
record PatchBody(Kind kind, JsonNode content, ResourceType type) {
    private enum Kind {
        JSON,
        MERGE,
        STRATEGIC,
        APPLY
    }

    static PatchBody of(ResourceType type, ApiRequest request) {
        String mediaType = request.contentType().split(";", 2)[0].strip();
        Kind kind = switch (mediaType) {
            case "application/json-patch+json" -> Kind.JSON;
            case "application/merge-patch+json" -> Kind.MERGE;
            case "application/strategic-merge-patch+json" -> Kind.STRATEGIC;
            case "application/apply-patch+yaml" -> Kind.APPLY;
            default -> throw unsupported(type);
        };
        if (kind == Kind.STRATEGIC && type.isCustom()) {
            throw unsupported(type);
        }
        return new PatchBody(kind, Decoder.parse(request.body()), type);
    }

    private static ApiException unsupported(ResourceType type) {
        return ApiException.unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: "
                        + "application/json-patch+json, application/merge-patch+json, "
                        + (type.isCustom() ? "" : "application/strategic-merge-patch+json, ")
                        + "application/apply-patch+yaml");
    }

    boolean isApply() {
        return kind == Kind.APPLY;
    }

    ObjectNode apply(ObjectNode live) {
        JsonNode result = switch (kind) {
            case JSON -> JsonPatch.apply(live, content);
            case MERGE -> MergePatch.apply(live, content);
            case STRATEGIC -> StrategicMergePatch.apply(type.schema(), live, (ObjectNode) content);
            case APPLY -> throw new IllegalStateException("an apply is merged by field ownership");
        };
        if (result instanceof ObjectNode object) {
            return object;
        }
        throw ApiException.badRequest("the patched value is no object");
    }
}
