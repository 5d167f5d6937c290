package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.List;
import java.util.Optional;

/** What a kind does to its objects on the way in; {@code live} is empty on create, {@code subresource} "" for none. */
public interface Strategy {
    /** Brings the object into canonical form: defaults, canonical values; idempotent. */
    void canonicalize(ResourceType type, ObjectNode object);

    /** Sets what the server decides: allocated addresses, carried-over fields, generation. */
    void prepare(ResourceType type, ObjectNode object, Optional<ObjectNode> live, String subresource);

    List<Cause> validate(ResourceType type, ObjectNode object, Optional<ObjectNode> live, String subresource);
}
