package io.carestack.sandbox.apiserver.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Reading, writing and walking JSON trees; a path is a list of field names from the root. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Parses JSON, or YAML when the text is not JSON; throws {@link UncheckedIOException} when it is neither. */
    public static JsonNode parse(byte[] text) {
        try {
            return looksLikeJson(text) ? MAPPER.readTree(text) : YAML.readTree(text);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    public static JsonNode parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean looksLikeJson(byte[] text) {
        for (byte character : text) {
            if (!Character.isWhitespace(character)) {
                return character == '{' || character == '[' || character == '"';
            }
        }
        return true;
    }

    public static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static String text(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The value at the path, or a missing node. */
    public static JsonNode at(JsonNode root, String... path) {
        JsonNode node = root;
        for (String name : path) {
            node = node.path(name);
        }
        return node;
    }

    /** The object at the path, made on the way when it is not there. */
    public static ObjectNode ensure(ObjectNode root, String... path) {
        ObjectNode node = root;
        for (String name : path) {
            node = node.get(name) instanceof ObjectNode child ? child : node.putObject(name);
        }
        return node;
    }

    /** The elements that are objects; empty when the node is no array. */
    public static List<ObjectNode> objects(JsonNode array) {
        List<ObjectNode> result = new ArrayList<>();
        for (JsonNode element : array) {
            if (array.isArray() && element instanceof ObjectNode object) {
                result.add(object);
            }
        }
        return result;
    }

    /** The elements as text; empty when the node is no array. */
    public static List<String> texts(JsonNode array) {
        List<String> result = new ArrayList<>();
        if (array.isArray()) {
            array.forEach(element -> result.add(element.asText()));
        }
        return result;
    }

    /** Puts the value when the field is absent or null. */
    public static void putIfAbsent(ObjectNode object, String field, JsonNode value) {
        if (!object.hasNonNull(field)) {
            object.set(field, value);
        }
    }

    public static void putIfAbsent(ObjectNode object, String field, String value) {
        putIfAbsent(object, field, JsonNodeFactory.instance.textNode(value));
    }

    public static void putIfAbsent(ObjectNode object, String field, int value) {
        putIfAbsent(object, field, JsonNodeFactory.instance.numberNode(value));
    }

    public static void putIfAbsent(ObjectNode object, String field, boolean value) {
        putIfAbsent(object, field, JsonNodeFactory.instance.booleanNode(value));
    }

    /** Removes fields whose value is null, at any depth. */
    public static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            Iterator<JsonNode> values = object.elements();
            while (values.hasNext()) {
                JsonNode value = values.next();
                if (value.isNull()) {
                    values.remove();
                } else {
                    dropNulls(value);
                }
            }
        } else if (node.isArray()) {
            node.forEach(Json::dropNulls);
        }
    }

    /** Equality of values: numbers by what they amount to, fields in any order. */
    public static boolean same(JsonNode left, JsonNode right) {
        return left.equals(ValueOrder.INSTANCE, right);
    }
}
