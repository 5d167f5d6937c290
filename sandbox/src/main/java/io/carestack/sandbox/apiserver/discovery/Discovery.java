package io.carestack.sandbox.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceRegistry;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.resource.Subresource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What clients ask to learn what is served. */
public final class Discovery {
    private static final String AGGREGATED = "g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private static final String AGGREGATED_TYPE = "application/json;" + AGGREGATED;
    /** The version that clients are told. */
    private static final String VERSION = "v1.33.0";

    private final ResourceRegistry registry;
    private final OpenApi openApi;

    /** A body and its media type. */
    public record Document(String contentType, byte[] body) {
        static Document json(ObjectNode body) {
            return new Document("application/json", Json.bytes(body));
        }
    }

    public Discovery(ResourceRegistry registry) {
        this.registry = registry;
        this.openApi = new OpenApi(registry);
    }

    /** The document at a path, in the form that the client prefers; empty when there is none. */
    public Optional<Document> document(String path, String accept) {
        boolean aggregated = accept.contains(AGGREGATED);
        String[] parts = path.replaceAll("^/|/$", "").split("/");
        return switch (parts[0]) {
            case "healthz", "livez", "readyz" ->
                Optional.of(new Document("text/plain; charset=utf-8", "ok".getBytes(StandardCharsets.UTF_8)));
            case "version" -> Optional.of(Document.json(version()));
            case "openapi" -> openApi.document(path.substring("/openapi".length()));
            case "api" ->
                switch (parts.length) {
                    case 1 ->
                        Optional.of(
                                aggregated
                                        ? new Document(AGGREGATED_TYPE, Json.bytes(aggregatedGroups(true)))
                                        : Document.json(legacyVersions()));
                    default -> resources("", parts[1]);
                };
            case "apis" ->
                switch (parts.length) {
                    case 1 ->
                        Optional.of(
                                aggregated
                                        ? new Document(AGGREGATED_TYPE, Json.bytes(aggregatedGroups(false)))
                                        : Document.json(groups()));
                    case 2 ->
                        Optional.ofNullable(versionsByGroup().get(parts[1])).map(versions -> {
                            ObjectNode group =
                                    Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
                            group.setAll(group(parts[1], versions));
                            return Document.json(group);
                        });
                    default -> resources(parts[1], parts[2]);
                };
            default -> Optional.empty();
        };
    }

    private static ObjectNode version() {
        return Json.object()
                .put("major", "1")
                .put("minor", "33")
                .put("gitVersion", VERSION)
                .put("gitCommit", "sandbox")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "none")
                .put("compiler", "none")
                .put("platform", "linux/amd64");
    }

    private static ObjectNode legacyVersions() {
        ObjectNode result = Json.object().put("kind", "APIVersions");
        result.putArray("versions").add("v1");
        return result;
    }

    private Map<String, Set<String>> versionsByGroup() {
        Map<String, Set<String>> result = new LinkedHashMap<>();
        for (ResourceType type : registry.all()) {
            result.computeIfAbsent(type.kind().group(), group -> new LinkedHashSet<>())
                    .add(type.kind().version());
        }
        return result;
    }

    private ObjectNode groups() {
        ObjectNode result = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = result.putArray("groups");
        versionsByGroup().forEach((group, versions) -> {
            if (!group.isEmpty()) {
                groups.add(group(group, versions));
            }
        });
        return result;
    }

    private static ObjectNode group(String name, Set<String> versions) {
        ObjectNode group = Json.object().put("name", name);
        ArrayNode list = group.putArray("versions");
        versions.forEach(version ->
                list.addObject().put("groupVersion", name + "/" + version).put("version", version));
        group.set("preferredVersion", list.get(0));
        return group;
    }

    private List<ResourceType> types(String group, String version) {
        return registry.all().stream()
                .filter(type -> type.kind().group().equals(group)
                        && type.kind().version().equals(version))
                .toList();
    }

    private Optional<Document> resources(String group, String version) {
        List<ResourceType> types = types(group, version);
        if (types.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode result = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
        result.put("groupVersion", group.isEmpty() ? version : group + "/" + version);
        ArrayNode list = result.putArray("resources");
        for (ResourceType type : types) {
            ObjectNode entry = list.addObject()
                    .put("name", type.plural())
                    .put("singularName", type.singular())
                    .put("namespaced", type.namespaced())
                    .put("kind", type.kind().kind());
            type.verbs().forEach(entry.putArray("verbs")::add);
            addAll(entry, "shortNames", type.shortNames());
            addAll(entry, "categories", type.categories());
            for (Subresource sub : type.subresources()) {
                ObjectNode subEntry = list.addObject()
                        .put("name", type.plural() + "/" + sub.name())
                        .put("singularName", "")
                        .put("namespaced", type.namespaced())
                        .put("kind", sub.kind().kind());
                if (!sub.kind().group().equals(group)) {
                    subEntry.put("group", sub.kind().group())
                            .put("version", sub.kind().version());
                }
                sub.verbs().forEach(subEntry.putArray("verbs")::add);
            }
        }
        return Optional.of(Document.json(result));
    }

    private static void addAll(ObjectNode entry, String field, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(entry.putArray(field)::add);
        }
    }

    private ObjectNode aggregatedGroups(boolean core) {
        ObjectNode result =
                Json.object().put("kind", "APIGroupDiscoveryList").put("apiVersion", "apidiscovery.k8s.io/v2");
        result.putObject("metadata");
        ArrayNode items = result.putArray("items");
        versionsByGroup().forEach((group, versions) -> {
            if (group.isEmpty() == core) {
                ObjectNode item = items.addObject();
                ObjectNode metadata = item.putObject("metadata");
                if (!core) {
                    metadata.put("name", group);
                }
                ArrayNode list = item.putArray("versions");
                for (String version : new ArrayList<>(versions)) {
                    ObjectNode entry = list.addObject().put("version", version);
                    ArrayNode resources = entry.putArray("resources");
                    types(group, version).forEach(type -> resources.add(aggregated(type)));
                    entry.put("freshness", "Current");
                }
            }
        });
        return result;
    }

    private static ObjectNode aggregated(ResourceType type) {
        ObjectNode entry = Json.object().put("resource", type.plural());
        kind(
                entry.putObject("responseKind"),
                type.kind().group(),
                type.kind().version(),
                type.kind().kind());
        entry.put("scope", type.namespaced() ? "Namespaced" : "Cluster").put("singularResource", type.singular());
        type.verbs().forEach(entry.putArray("verbs")::add);
        addAll(entry, "shortNames", type.shortNames());
        addAll(entry, "categories", type.categories());
        if (!type.subresources().isEmpty()) {
            ArrayNode subresources = entry.putArray("subresources");
            for (Subresource sub : type.subresources()) {
                ObjectNode item = subresources.addObject().put("subresource", sub.name());
                kind(
                        item.putObject("responseKind"),
                        sub.kind().group(),
                        sub.kind().version(),
                        sub.kind().kind());
                sub.verbs().forEach(item.putArray("verbs")::add);
            }
        }
        return entry;
    }

    private static void kind(ObjectNode node, String group, String version, String kind) {
        node.put("group", group).put("version", version).put("kind", kind);
    }
}
