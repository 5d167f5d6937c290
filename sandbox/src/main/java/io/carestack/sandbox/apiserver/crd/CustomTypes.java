package io.carestack.sandbox.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.BuiltinResources;
import io.carestack.sandbox.apiserver.resource.GroupVersionKind;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.resource.Subresource;
import io.carestack.sandbox.apiserver.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kinds that a CustomResourceDefinition adds, one for each served version. */
public final class CustomTypes {
    private static final List<String> VERBS =
            List.of("delete", "deletecollection", "get", "list", "patch", "create", "update", "watch");
    private static final String OBJECT_META = "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private CustomTypes() {}

    public static List<ResourceType> of(ObjectNode definition) {
        List<ResourceType> types = new ArrayList<>();
        JsonNode spec = definition.path("spec");
        for (JsonNode version : spec.path("versions")) {
            if (version.path("served").asBoolean()) {
                types.add(type(definition, spec, version));
            }
        }
        return types;
    }

    private static ResourceType type(ObjectNode definition, JsonNode spec, JsonNode version) {
        JsonNode names = spec.path("names");
        String group = spec.path("group").asText();
        GroupVersionKind kind = new GroupVersionKind(
                group, version.path("name").asText(), names.path("kind").asText());
        List<Subresource> subresources = new ArrayList<>();
        JsonNode declared = version.path("subresources");
        List<String> verbs = List.of("get", "patch", "update");
        if (declared.has("status")) {
            subresources.add(new Subresource("status", kind, verbs));
        }
        if (declared.has("scale")) {
            subresources.add(new Subresource("scale", new GroupVersionKind("autoscaling", "v1", "Scale"), verbs));
        }
        return new ResourceType(
                kind,
                names.path("plural").asText(),
                names.path("singular").asText(),
                spec.path("scope").asText().equals("Namespaced"),
                VERBS,
                Json.texts(names.path("shortNames")),
                Json.texts(names.path("categories")),
                subresources,
                schema(version),
                group,
                Optional.of(definition));
    }

    /** The declared schema with the fields that every object has. */
    static Schema schema(JsonNode version) {
        ObjectNode root = version.path("schema").path("openAPIV3Schema") instanceof ObjectNode declared
                ? declared.deepCopy()
                : Json.object().put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
        ObjectNode properties = Json.ensure(root, "properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.putObject("metadata").put("$ref", OBJECT_META).putObject("default");
        return Schema.of(root, BuiltinResources.load().definitions()::path);
    }
}
