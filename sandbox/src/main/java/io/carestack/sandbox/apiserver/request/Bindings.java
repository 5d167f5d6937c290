package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.List;
import java.util.Optional;

/** The binding subresource of pods: a scheduler's way to give a pod its node, once. */
final class Bindings {
    private final Core core;
    private final Modification modification;

    Bindings(Core core, Modification modification) {
        this.core = core;
        this.modification = modification;
    }

    Answer bind(ResourceType pods, ApiRequest request) {
        if (!request.verb().equals("create")) {
            throw ApiException.methodNotAllowed();
        }
        String node = Json.at(Decoder.object(request.body()), "target", "name").asText("");
        core.store()
                .atomically(() -> modification.change(
                        pods,
                        "binding",
                        request.namespace(),
                        request.name(),
                        pod -> {
                            String before = Json.at(pod, "spec", "nodeName").asText("");
                            if (!before.isEmpty() && !before.equals(node)) {
                                throw ApiException.conflict(
                                        new ApiException.Subject("", "pods/binding", request.name(), ""),
                                        "pod %s is already assigned to node \"%s\"".formatted(request.name(), before));
                            }
                            Json.ensure(pod, "spec").put("nodeName", node);
                            return pod;
                        },
                        WriteOptions.of(request)));
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success").put("code", 201);
        return new Answer(201, status, List.of(), Optional.empty());
    }
}
