package io.carestack.sandbox.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The built-in kinds as upstream publishes them: resources.json (discovery) and types.json (schemas). */
public final class BuiltinResources {
    private final JsonNode definitions;
    private final List<ResourceType> types;

    private static final class Shared {
        static final BuiltinResources INSTANCE = new BuiltinResources();

        private Shared() {}
    }

    private BuiltinResources() {
        this.definitions = read("types.json");
        List<ResourceType> found = new ArrayList<>();
        for (JsonNode resource : read("resources.json")) {
            found.add(type(resource));
        }
        this.types = List.copyOf(found);
    }

    /** Immutable and read once per process. */
    public static BuiltinResources load() {
        return Shared.INSTANCE;
    }

    public List<ResourceType> types() {
        return types;
    }

    /** All schemas by type name, as in {@code components.schemas}. */
    public JsonNode definitions() {
        return definitions;
    }

    /** A type by its published name. */
    public Schema schema(String name) {
        return Schema.named(name, definitions::path);
    }

    private ResourceType type(JsonNode resource) {
        String group = resource.path("group").asText();
        GroupVersionKind kind = new GroupVersionKind(
                group, resource.path("version").asText(), resource.path("kind").asText());
        List<Subresource> subresources = new ArrayList<>();
        for (JsonNode sub : resource.path("subresources")) {
            boolean ownKind = sub.path("version").asText().isEmpty();
            subresources.add(new Subresource(
                    sub.path("name").asText(),
                    new GroupVersionKind(
                            ownKind ? group : sub.path("group").asText(),
                            ownKind ? kind.version() : sub.path("version").asText(),
                            sub.path("kind").asText()),
                    Json.texts(sub.path("verbs"))));
        }
        return new ResourceType(
                kind,
                resource.path("plural").asText(),
                resource.path("singular").asText(),
                resource.path("namespaced").asBoolean(),
                Json.texts(resource.path("verbs")),
                Json.texts(resource.path("shortNames")),
                Json.texts(resource.path("categories")),
                List.copyOf(subresources),
                schema(resource.path("type").asText()),
                group.equals("events.k8s.io") ? "" : group,
                Optional.empty());
    }

    private static JsonNode read(String name) {
        try (InputStream stream =
                BuiltinResources.class.getResourceAsStream("/io/carestack/sandbox/apiserver/builtin/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("resource missing from the jar: " + name);
            }
            return Json.parse(stream.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
