package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.List;
import java.util.Optional;

/** Evicts Pods as far as their disruption budgets allow. */
final class Evictions {
    private final Core core;
    private final Deletion deletion;

    Evictions(Core core, Deletion deletion) {
        this.core = core;
        this.deletion = deletion;
    }

    Answer evict(ResourceType pods, ApiRequest request) {
        if (!request.verb().equals("create")) {
            throw ApiException.methodNotAllowed();
        }
        ObjectNode eviction = Decoder.object(request.body());
        JsonNode wanted = eviction.path("deleteOptions");
        DeleteOptions options = new DeleteOptions(
                wanted.path("gracePeriodSeconds").isNumber()
                        ? Optional.of(wanted.path("gracePeriodSeconds").asLong())
                        : Optional.empty(),
                DeleteOptions.Propagation.BACKGROUND,
                Json.at(wanted, "preconditions", "uid").asText(""),
                Json.at(wanted, "preconditions", "resourceVersion").asText(""),
                request.isDryRun());
        return core.store().atomically(() -> {
            ObjectNode pod = core.require(pods, request.namespace(), request.name());
            String phase = Json.at(pod, "status", "phase").asText();
            boolean counts = phase.equals("Running") && !Metadata.isBeingDeleted(pod);
            if (counts) {
                spendBudget(request.namespace(), pod, options.dryRun());
            }
            deletion.delete(pods, pod, options);
            ObjectNode status = Json.object();
            status.put("kind", "Status").put("apiVersion", "v1");
            status.putObject("metadata");
            status.put("status", "Success").put("code", 201);
            return new Answer(201, status, List.of(), Optional.empty());
        });
    }

    private void spendBudget(String namespace, ObjectNode pod, boolean dryRun) {
        ResourceType budgets = core.registry().builtin("policy", "PodDisruptionBudget");
        List<ObjectNode> matching = core.store().list(budgets.storage(), namespace).objects().stream()
                .filter(budget ->
                        LabelMatch.matches(Json.at(budget, "spec", "selector"), Json.at(pod, "metadata", "labels")))
                .toList();
        if (matching.size() > 1) {
            throw new ApiException(
                    500,
                    "InternalError",
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
                    ApiException.Subject.NONE,
                    List.of());
        }
        for (ObjectNode stored : matching) {
            ObjectNode budget = Conversion.served(budgets, stored);
            int allowed = Json.at(budget, "status", "disruptionsAllowed").asInt(0);
            if (allowed <= 0) {
                throw ApiException.tooManyRequests(
                        "Cannot evict pod as it would violate the pod's disruption budget.",
                        0,
                        List.of(new Cause(
                                "DisruptionBudget",
                                "The disruption budget " + Metadata.name(budget) + " needs "
                                        + Json.at(budget, "status", "desiredHealthy")
                                                .asInt(0)
                                        + " healthy pods and has "
                                        + Json.at(budget, "status", "currentHealthy")
                                                .asInt(0) + " currently",
                                "")));
            }
            if (!dryRun) {
                ObjectNode status = Json.ensure(budget, "status");
                status.put("disruptionsAllowed", allowed - 1);
                Json.ensure(budget, "status", "disruptedPods").put(Metadata.name(pod), core.now());
                core.put(budgets, budget);
            }
        }
    }
}
