package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The parts of {@code metadata} that the server decides. */
final class Metadata {
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final List<String> SYSTEM_FIELDS = List.of(
            "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink");

    private Metadata() {}

    static ObjectNode of(ObjectNode object) {
        return Json.ensure(object, "metadata");
    }

    static String name(JsonNode object) {
        return Json.at(object, "metadata", "name").asText("");
    }

    /** Fills the namespace from the request; throws 400 when the object names another one. */
    static void settleNamespace(ResourceType type, ObjectNode object, String namespace) {
        ObjectNode metadata = of(object);
        String own = metadata.path("namespace").asText("");
        if (!type.namespaced()) {
            metadata.remove("namespace");
        } else if (own.isEmpty()) {
            metadata.put("namespace", namespace);
        } else if (!own.equals(namespace)) {
            throw ApiException.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    static String generatedName(String prefix) {
        StringBuilder name = new StringBuilder(prefix.length() > 58 ? prefix.substring(0, 58) : prefix);
        for (int index = 0; index < 5; index++) {
            name.append(SUFFIX_LETTERS.charAt(ThreadLocalRandom.current().nextInt(SUFFIX_LETTERS.length())));
        }
        return name.toString();
    }

    static void removeSystemFields(ObjectNode object) {
        of(object).remove(SYSTEM_FIELDS);
    }

    /** What no client can change comes from the live object. */
    static void carryOver(ObjectNode object, ObjectNode live) {
        ObjectNode metadata = of(object);
        for (String field : SYSTEM_FIELDS) {
            JsonNode value = Json.at(live, "metadata", field);
            if (value.isMissingNode()) {
                metadata.remove(field);
            } else {
                metadata.set(field, value);
            }
        }
        metadata.set("resourceVersion", Json.at(live, "metadata", "resourceVersion"));
    }

    /** Puts the fields of metadata in a fixed order, and drops empty collections. */
    static void tidy(ObjectNode object) {
        ObjectNode metadata = of(object);
        for (String field : List.of("labels", "annotations", "finalizers", "ownerReferences")) {
            if (metadata.has(field) && metadata.path(field).isEmpty()) {
                metadata.remove(field);
            }
        }
        Json.dropNulls(metadata);
        ObjectNode sorted = Json.object();
        metadata.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> sorted.set(entry.getKey(), entry.getValue()));
        object.set("metadata", sorted);
    }

    static boolean isBeingDeleted(JsonNode object) {
        return Json.at(object, "metadata", "deletionTimestamp").isTextual();
    }

    static void raiseGeneration(ObjectNode object) {
        ObjectNode metadata = of(object);
        if (metadata.has("generation")) {
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
    }
}
