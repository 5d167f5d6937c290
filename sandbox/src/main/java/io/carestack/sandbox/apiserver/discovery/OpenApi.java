package io.carestack.sandbox.apiserver.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.BuiltinResources;
import io.carestack.sandbox.apiserver.resource.ResourceRegistry;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** OpenAPI documents: v3 by group and version with schemas and the operations that clients look for; v2 without. */
final class OpenApi {
    private static final String REFERENCE = "#/components/schemas/";

    private final ResourceRegistry registry;

    OpenApi(ResourceRegistry registry) {
        this.registry = registry;
    }

    Optional<Discovery.Document> document(String path) {
        if (path.equals("/v2")) {
            ObjectNode document = Json.object().put("swagger", "2.0");
            document.putObject("info").put("title", "Kubernetes").put("version", "v1.33.0");
            document.putObject("paths");
            document.putObject("definitions");
            return Optional.of(Discovery.Document.json(document));
        }
        if (path.equals("/v3") || path.equals("/v3/")) {
            ObjectNode index = Json.object();
            ObjectNode paths = index.putObject("paths");
            groupVersions()
                    .forEach(root -> paths.putObject(root)
                            .put("serverRelativeURL", "/openapi/v3/" + root + "?hash=" + hash(root)));
            return Optional.of(Discovery.Document.json(index));
        }
        String root = path.replaceFirst("^/v3/", "");
        return groupVersions().contains(root) ? Optional.of(Discovery.Document.json(group(root))) : Optional.empty();
    }

    private Set<String> groupVersions() {
        return registry.all().stream().map(OpenApi::root).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String root(ResourceType type) {
        String group = type.kind().group();
        return group.isEmpty()
                ? "api/" + type.kind().version()
                : "apis/" + group + "/" + type.kind().version();
    }

    private List<ResourceType> types(String root) {
        return registry.all().stream().filter(type -> root(type).equals(root)).toList();
    }

    /** Changes when a definition does, so that clients do not use a cached document. */
    private String hash(String root) {
        int hash = types(root).stream()
                .map(type -> type.definition().map(JsonNode::hashCode).orElse(0))
                .reduce(7, (left, right) -> 31 * left + right);
        return Integer.toHexString(hash).toUpperCase(Locale.ROOT);
    }

    private ObjectNode group(String root) {
        ObjectNode document = Json.object().put("openapi", "3.0.0");
        document.putObject("info").put("title", "Kubernetes").put("version", "v1.33.0");
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = Json.ensure(document, "components", "schemas");
        for (ResourceType type : types(root)) {
            String name = schemaName(type);
            if (type.isCustom()) {
                ObjectNode schema = type.schema().json().deepCopy();
                gvk(schema.putArray("x-kubernetes-group-version-kind").addObject(), type);
                schemas.set(name, schema);
                collect(schema, schemas);
            } else {
                schemas.set(name, BuiltinResources.load().definitions().path(name));
                collect(schemas.path(name), schemas);
            }
            addPaths(paths, root, type, name);
        }
        return document;
    }

    private static String schemaName(ResourceType type) {
        if (type.isCustom()) {
            List<String> parts = new ArrayList<>(List.of(type.kind().group().split("\\.")));
            Collections.reverse(parts);
            return String.join(".", parts) + "." + type.kind().version() + "."
                    + type.kind().kind();
        }
        return type.schema().typeName();
    }

    private static void collect(JsonNode node, ObjectNode into) {
        if (node.path("$ref").isTextual()) {
            String name = node.path("$ref").asText().substring(REFERENCE.length());
            if (!into.has(name)) {
                JsonNode definition = BuiltinResources.load().definitions().path(name);
                into.set(name, definition);
                collect(definition, into);
            }
        }
        node.forEach(child -> collect(child, into));
    }

    private static void addPaths(ObjectNode paths, String root, ResourceType type, String schema) {
        String base = "/" + root + (type.namespaced() ? "/namespaces/{namespace}/" : "/") + type.plural();
        ObjectNode collection = paths.putObject(base);
        ObjectNode single = paths.putObject(base + "/{name}");
        operation(collection, "get", "list", type, schema);
        operation(collection, "post", "post", type, schema);
        operation(single, "get", "get", type, schema);
        operation(single, "put", "put", type, schema);
        operation(single, "patch", "patch", type, schema);
        operation(single, "delete", "delete", type, schema);
    }

    private static void operation(ObjectNode path, String method, String action, ResourceType type, String schema) {
        ObjectNode operation = path.putObject(method);
        operation.put("x-kubernetes-action", action);
        gvk(operation.putObject("x-kubernetes-group-version-kind"), type);
        ArrayNode parameters = operation.putArray("parameters");
        if (!method.equals("get") && !method.equals("delete")) {
            for (String name : List.of("dryRun", "fieldManager", "fieldValidation")) {
                parameter(parameters, name);
            }
        }
        if (method.equals("patch")) {
            parameter(parameters, "force");
        }
        ObjectNode content = operation
                .putObject("responses")
                .putObject("200")
                .put("description", "OK")
                .putObject("content");
        content.putObject("application/json").putObject("schema").put("$ref", REFERENCE + schema);
    }

    private static void parameter(ArrayNode parameters, String name) {
        ObjectNode parameter = parameters.addObject().put("name", name).put("in", "query");
        parameter
                .putObject("schema")
                .put("type", name.equals("force") ? "boolean" : "string")
                .put("uniqueItems", true);
    }

    private static void gvk(ObjectNode node, ResourceType type) {
        node.put("group", type.kind().group())
                .put("version", type.kind().version())
                .put("kind", type.kind().kind());
    }
}
