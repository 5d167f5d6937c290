package io.carestack.sandbox.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One node of an OpenAPI v3 schema with Kubernetes' extensions, references resolved on first use (types may refer to
 * themselves). Immutable to its users.
 */
public final class Schema {
    private static final String REFERENCE = "#/components/schemas/";
    /** The schema that knows nothing: any value, objects merged field by field, lists replaced whole. */
    public static final Schema ANY = new Schema(Json.object(), name -> Json.object());

    private final JsonNode json;
    private final Function<String, JsonNode> definitions;
    private final Map<String, Schema> properties = new ConcurrentHashMap<>();
    private final Set<String> propertyNames;
    private final Map<String, Optional<Schema>> parts = new ConcurrentHashMap<>();
    private final Shape shape;
    private final List<String> listKeys;
    private final List<String> required;
    private final String reference;

    private Schema(JsonNode written, Function<String, JsonNode> definitions) {
        this.reference = written.path("$ref").isTextual() ? written.path("$ref").asText() : "";
        this.json = reference.isEmpty() ? written : overlay(resolve(definitions), written);
        this.definitions = definitions;
        this.propertyNames = new LinkedHashSet<>();
        json.path("properties").fieldNames().forEachRemaining(propertyNames::add);
        this.listKeys = Json.texts(json.path("x-kubernetes-list-map-keys"));
        this.required = Json.texts(json.path("required"));
        this.shape = shapeOf();
    }

    /** {@code definitions} gives the JSON of a type by its name, for {@code $ref}. */
    public static Schema of(JsonNode json, Function<String, JsonNode> definitions) {
        return new Schema(json, definitions);
    }

    /** A published type. */
    public static Schema named(String name, Function<String, JsonNode> definitions) {
        return new Schema(Json.object().put("$ref", REFERENCE + name), definitions);
    }

    private JsonNode resolve(Function<String, JsonNode> types) {
        return types.apply(reference.substring(REFERENCE.length()));
    }

    private static JsonNode overlay(JsonNode type, JsonNode field) {
        var merged = Json.object();
        type.properties().forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        field.properties().stream()
                .filter(entry -> !entry.getKey().equals("$ref"))
                .forEach(entry -> merged.set(entry.getKey(), entry.getValue()));
        return merged;
    }

    private Shape shapeOf() {
        return switch (type()) {
            case "array" ->
                switch (text("x-kubernetes-list-type")) {
                    case "map" -> Shape.LIST_MAP;
                    case "set" -> Shape.LIST_SET;
                    default -> Shape.LIST_ATOMIC;
                };
            case "string", "integer", "number", "boolean" -> Shape.SCALAR;
            case "object" -> {
                if (text("x-kubernetes-map-type").equals("atomic")) {
                    yield Shape.MAP_ATOMIC;
                }
                if (!propertyNames.isEmpty()) {
                    yield Shape.STRUCT;
                }
                if (json.path("additionalProperties").isObject()) {
                    yield Shape.MAP;
                }
                yield flag("x-kubernetes-preserve-unknown-fields") || flag("x-kubernetes-embedded-resource")
                        ? Shape.ANY
                        : reference.isEmpty() ? Shape.ANY : Shape.MAP_ATOMIC;
            }
            default -> isIntOrString() || isQuantity() ? Shape.SCALAR : Shape.ANY;
        };
    }

    public Shape shape() {
        return shape;
    }

    /** The JSON type name, or "" when any is allowed. */
    public String type() {
        return text("type");
    }

    public Set<String> propertyNames() {
        return propertyNames;
    }

    public Optional<Schema> property(String name) {
        if (!propertyNames.contains(name)) {
            return Optional.empty();
        }
        Schema known = properties.get(name);
        if (known == null) {
            known = new Schema(json.path("properties").path(name), definitions);
            properties.put(name, known);
        }
        return Optional.of(known);
    }

    public Optional<Schema> additionalProperties() {
        return part("additionalProperties");
    }

    public Optional<Schema> items() {
        return part("items");
    }

    private Optional<Schema> part(String name) {
        Optional<Schema> known = parts.get(name);
        if (known == null) {
            JsonNode node = json.path(name);
            known = node.isObject() ? Optional.of(new Schema(node, definitions)) : Optional.empty();
            parts.put(name, known);
        }
        return known;
    }

    /** The schema of a field: declared, else that of all additional ones, else {@link #ANY}. */
    public Schema field(String name) {
        return property(name).or(this::additionalProperties).orElse(ANY);
    }

    public Schema element() {
        return items().orElse(ANY);
    }

    public List<String> listKeys() {
        return listKeys;
    }

    public List<String> required() {
        return required;
    }

    public boolean isIntOrString() {
        return flag("x-kubernetes-int-or-string") || text("format").equals("int-or-string");
    }

    /** A built-in quantity, which the server rewrites in canonical form. */
    public boolean isQuantity() {
        return reference.endsWith(".resource.Quantity");
    }

    /** Whether this is a type of its own in the published documents, as all built-in ones are. */
    public boolean isNamedType() {
        return !reference.isEmpty();
    }

    /** The published name of the type, or "". */
    public String typeName() {
        return reference.isEmpty() ? "" : reference.substring(REFERENCE.length());
    }

    public boolean preservesUnknownFields() {
        return flag("x-kubernetes-preserve-unknown-fields");
    }

    public boolean isEmbeddedResource() {
        return flag("x-kubernetes-embedded-resource");
    }

    public boolean isNullable() {
        return flag("nullable");
    }

    /** Whether the server always has this field, as an empty object at least. */
    public boolean isAlwaysPresent() {
        JsonNode value = json.path("default");
        return value.isObject() && value.isEmpty();
    }

    public JsonNode defaultValue() {
        return json.path("default");
    }

    /** The list's key for strategic merge patch, or "". */
    public String patchMergeKey() {
        return text("x-kubernetes-patch-merge-key");
    }

    /** Whether strategic merge patch merges this list or map, or replaces it. */
    public boolean patchMerges() {
        return List.of(text("x-kubernetes-patch-strategy").split(",")).contains("merge");
    }

    public boolean patchRetainsKeys() {
        return List.of(text("x-kubernetes-patch-strategy").split(",")).contains("retainKeys");
    }

    /** The schema as it was written, with the referenced type's fields. */
    public JsonNode json() {
        return json;
    }

    public String text(String keyword) {
        return json.path(keyword).asText("");
    }

    public boolean flag(String keyword) {
        return json.path(keyword).asBoolean(false);
    }

    /** The properties by name, in the order of the document. */
    public Map<String, Schema> properties() {
        Map<String, Schema> result = new LinkedHashMap<>();
        propertyNames.forEach(name -> property(name).ifPresent(schema -> result.put(name, schema)));
        return result;
    }
}
