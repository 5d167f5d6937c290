package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.patch.JsonPatch;
import io.carestack.sandbox.apiserver.patch.MergePatch;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The subresources other than status: scale, eviction, binding and finalize. */
final class Subresources {
    private final Core core;
    private final Modification modification;
    private final Evictions evictions;
    private final Bindings bindings;

    Subresources(Core core, Modification modification, Deletion deletion) {
        this.core = core;
        this.modification = modification;
        this.evictions = new Evictions(core, deletion);
        this.bindings = new Bindings(core, modification);
    }

    Answer answer(ResourceType type, ApiRequest request) {
        return switch (request.subresource()) {
            case "scale" -> scale(type, request);
            case "eviction" -> evictions.evict(type, request);
            case "binding" -> bindings.bind(type, request);
            case "finalize" -> finalizeNamespace(type, request);
            default -> throw ApiException.noSuchPath();
        };
    }

    private Answer scale(ResourceType type, ApiRequest request) {
        WriteOptions options = WriteOptions.of(request);
        ScalePaths paths = ScalePaths.of(type);
        return switch (request.verb()) {
            case "get" ->
                Answer.of(200, paths.scaleOf(type, core.require(type, request.namespace(), request.name())), type);
            case "update" -> rescale(type, request, options, live -> Decoder.object(request.body()));
            case "patch" -> {
                JsonNode patch = Decoder.parse(request.body());
                boolean operations = request.contentType().startsWith("application/json-patch+json");
                yield rescale(type, request, options, scale ->
                        (ObjectNode) (operations ? JsonPatch.apply(scale, patch) : MergePatch.apply(scale, patch)));
            }
            default -> throw ApiException.methodNotAllowed();
        };
    }

    private Answer rescale(
            ResourceType type, ApiRequest request, WriteOptions options, UnaryOperator<ObjectNode> transform) {
        ScalePaths paths = ScalePaths.of(type);
        ObjectNode updated = core.store()
                .atomically(() -> modification.change(
                        type,
                        "scale",
                        request.namespace(),
                        request.name(),
                        live -> {
                            ObjectNode scale = transform.apply(paths.scaleOf(type, live));
                            int replicas = Json.at(scale, "spec", "replicas").asInt(0);
                            if (replicas < 0) {
                                throw ApiException.invalid(
                                        new ApiException.Subject("autoscaling", "Scale", request.name(), ""),
                                        List.of(Cause.invalid(
                                                "spec.replicas",
                                                Integer.toString(replicas),
                                                "must be greater than or equal to 0")));
                            }
                            paths.setReplicas(live, replicas);
                            JsonNode version = Json.at(scale, "metadata", "resourceVersion");
                            if (version.isTextual()) {
                                Metadata.of(live).set("resourceVersion", version);
                            }
                            return live;
                        },
                        options));
        return Answer.of(200, paths.scaleOf(type, updated), type);
    }

    private Answer finalizeNamespace(ResourceType type, ApiRequest request) {
        if (!request.verb().equals("update")) {
            throw ApiException.methodNotAllowed();
        }
        ObjectNode given = Decoder.object(request.body());
        ObjectNode updated = core.store()
                .atomically(() -> modification.change(
                        type,
                        "finalize",
                        "",
                        request.name(),
                        live -> {
                            Json.ensure(live, "spec").set("finalizers", Json.at(given, "spec", "finalizers"));
                            return live;
                        },
                        WriteOptions.of(request)));
        return Answer.of(200, updated, type);
    }

    /** Where a kind keeps what its Scale shows. */
    private record ScalePaths(List<String> spec, List<String> status, List<String> selector) {
        static ScalePaths of(ResourceType type) {
            if (!type.isCustom()) {
                return new ScalePaths(
                        List.of("spec", "replicas"), List.of("status", "replicas"), List.of("spec", "selector"));
            }
            JsonNode scale = Json.at(type.customVersion(), "subresources", "scale");
            return new ScalePaths(
                    names(scale.path("specReplicasPath")),
                    names(scale.path("statusReplicasPath")),
                    names(scale.path("labelSelectorPath")));
        }

        private static List<String> names(JsonNode path) {
            return Arrays.stream(path.asText("").split("\\."))
                    .filter(name -> !name.isEmpty())
                    .toList();
        }

        void setReplicas(ObjectNode object, int replicas) {
            List<String> parents = spec.subList(0, spec.size() - 1);
            Json.ensure(object, parents.toArray(String[]::new)).put(spec.getLast(), replicas);
        }

        ObjectNode scaleOf(ResourceType type, ObjectNode object) {
            ObjectNode scale = Json.object();
            scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
            ObjectNode metadata = scale.putObject("metadata");
            for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
                JsonNode value = Json.at(object, "metadata", field);
                if (!value.isMissingNode()) {
                    metadata.set(field, value);
                }
            }
            scale.putObject("spec")
                    .put(
                            "replicas",
                            Json.at(object, spec.toArray(String[]::new)).asInt(0));
            ObjectNode shown = scale.putObject("status");
            shown.put("replicas", Json.at(object, status.toArray(String[]::new)).asInt(0));
            if (!selector.isEmpty()) {
                JsonNode value = Json.at(object, selector.toArray(String[]::new));
                shown.put("selector", value.isTextual() ? value.asText() : selectorText(value));
            }
            return scale;
        }

        private static String selectorText(JsonNode selector) {
            return selector.path("matchLabels").properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> entry.getKey() + "=" + entry.getValue().asText())
                    .collect(Collectors.joining(","));
        }
    }
}
