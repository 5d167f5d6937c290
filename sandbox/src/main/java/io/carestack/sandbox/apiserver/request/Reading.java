package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.store.ObjectKey;
import io.carestack.sandbox.apiserver.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The get and list verbs. */
final class Reading {
    private final Core core;

    Reading(Core core) {
        this.core = core;
    }

    Answer get(ResourceType type, ApiRequest request) {
        checkVersion(request, core.store().version());
        return Answer.of(200, core.require(type, request.namespace(), request.name()), type);
    }

    Answer list(ResourceType type, ApiRequest request) {
        Selection selection = Selection.of(request, type);
        ObjectStore.Snapshot snapshot = core.store().list(type.storage(), type.namespaced() ? request.namespace() : "");
        checkVersion(request, snapshot.version());
        Page page = Page.of(request.parameter("continue"), snapshot.version());
        if (page.version() < core.store().compactedVersion()) {
            throw ApiException.expired("The provided continue parameter is too old to display a consistent list result."
                    + " You can start a new list without the continue parameter.");
        }
        long limit = request.number("limit").filter(number -> number > 0).orElse(Long.MAX_VALUE);
        ArrayNode items = Json.array();
        long left = 0;
        String last = "";
        for (ObjectNode stored : snapshot.objects()) {
            String position = position(stored);
            if (comparePositions(position, page.after()) <= 0) {
                continue;
            }
            ObjectNode object = Conversion.served(type, stored);
            if (!selection.matches(object)) {
                continue;
            }
            if (items.size() < limit) {
                object.remove(List.of("apiVersion", "kind"));
                items.add(type.isCustom() ? Conversion.stamp(type, object) : object);
                last = position;
            } else {
                left++;
            }
        }
        ObjectNode list = Json.object();
        list.put("kind", type.kind().kind() + "List")
                .put("apiVersion", type.kind().apiVersion());
        ObjectNode metadata = list.putObject("metadata");
        metadata.put("resourceVersion", Long.toString(page.version()));
        if (left > 0) {
            metadata.put("continue", new Page(page.version(), last).token());
            if (selection.isEverything()) {
                metadata.put("remainingItemCount", left);
            }
        }
        list.set("items", items);
        return Answer.of(200, list, type);
    }

    private static String position(ObjectNode stored) {
        return Json.at(stored, "metadata", "namespace").asText("") + "/" + Metadata.name(stored);
    }

    private static int comparePositions(String left, String right) {
        if (right.isEmpty()) {
            return 1;
        }
        String[] one = left.split("/", 2);
        String[] other = right.split("/", 2);
        return new ObjectKey("", one[0], one[1]).compareTo(new ObjectKey("", other[0], other[1]));
    }

    private static void checkVersion(ApiRequest request, long current) {
        String version = request.parameter("resourceVersion");
        if (version.isEmpty()) {
            return;
        }
        long wanted = request.number("resourceVersion")
                .orElseThrow(() -> ApiException.badRequest("Invalid value: \"" + version + "\": strconv.ParseUint"));
        if (wanted > current) {
            throw new ApiException(
                    504,
                    "Timeout",
                    "Timeout: Too large resource version: " + wanted + ", current: " + current,
                    ApiException.Subject.NONE,
                    List.of(new Cause("ResourceVersionTooLarge", "Too large resource version", "")));
        }
        if (request.parameter("resourceVersionMatch").equals("Exact") && wanted < current) {
            throw ApiException.expired("The resourceVersion for the provided list is too old.");
        }
    }

    /** Where a continued list goes on: after a position, at the version of its first page. */
    private record Page(long version, String after) {
        static Page of(String token, long current) {
            if (token.isEmpty()) {
                return new Page(current, "");
            }
            try {
                String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
                String[] parts = text.split(" ", 2);
                return new Page(Long.parseLong(parts[0]), parts[1]);
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
                throw ApiException.badRequest("continue key is not valid: " + malformed.getMessage());
            }
        }

        String token() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((version + " " + after).getBytes(StandardCharsets.UTF_8));
        }
    }
}
