package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.List;
import java.util.Optional;

/** A finished request: HTTP code, body, warnings, and the type that the body shows when it can be a table. */
public record Answer(int code, ObjectNode body, List<String> warnings, Optional<ResourceType> shown) {

    static Answer of(int code, ObjectNode body, ResourceType shown) {
        return new Answer(code, body, List.of(), Optional.of(shown));
    }

    Answer withWarnings(List<String> more) {
        return new Answer(code, body, more, shown);
    }
}
