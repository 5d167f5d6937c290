package io.carestack.sandbox.apiserver.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.Schema;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Messages as JSON trees. Embedded messages that the JSON form writes inline have no property of their name in the
 * schema. Senders write zero values of plain fields, which the JSON form leaves out.
 */
final class ProtobufTree {
    /** Numbers whose zero is a value of its own. */
    private static final Set<String> ZERO_COUNTS = Set.of(
            "replicas",
            "revisionHistoryLimit",
            "backoffLimit",
            "completions",
            "parallelism",
            "ttlSecondsAfterFinished",
            "terminationGracePeriodSeconds",
            "gracePeriodSeconds",
            "successfulJobsHistoryLimit",
            "failedJobsHistoryLimit",
            "partition",
            "minReplicas");

    private ProtobufTree() {}

    static ObjectNode json(Message message, Schema schema) {
        ObjectNode object = Json.object();
        message.getAllFields().forEach((field, value) -> {
            String name = field.getName();
            if (field.isMapField()) {
                map(object, field, (List<?>) value, schema.field(name));
            } else if (field.isRepeated()) {
                ArrayNode array = object.putArray(name);
                ((List<?>) value)
                        .forEach(item ->
                                array.add(value(field, item, schema.field(name).element())));
            } else if (value instanceof Message inner && isInline(inner, name, schema)) {
                object.setAll(json(inner, schema));
            } else {
                JsonNode node = value(field, value, schema.field(name));
                if (!isZero(name, node)) {
                    object.set(name, node);
                }
            }
        });
        return object;
    }

    private static boolean isInline(Message inner, String name, Schema schema) {
        return schema.property(name).isEmpty()
                && !schema.propertyNames().isEmpty()
                && !inner.getDescriptorForType().getName().equals("Time");
    }

    private static void map(ObjectNode object, FieldDescriptor field, List<?> entries, Schema schema) {
        ObjectNode map = object.putObject(field.getName());
        FieldDescriptor key = field.getMessageType().findFieldByName("key");
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        for (Object entry : entries) {
            Message pair = (Message) entry;
            map.set(
                    String.valueOf(pair.getField(key)),
                    value(
                            value,
                            pair.getField(value),
                            schema.additionalProperties().orElse(Schema.ANY)));
        }
    }

    private static boolean isZero(String name, JsonNode node) {
        return node.isMissingNode()
                || (node.isTextual() && node.asText().isEmpty())
                || (node.isNumber() && node.asLong() == 0 && !ZERO_COUNTS.contains(name));
    }

    private static JsonNode value(FieldDescriptor field, Object value, Schema schema) {
        return switch (value) {
            case Message message -> message(message, schema);
            case ByteString bytes -> TextNode.valueOf(Base64.getEncoder().encodeToString(bytes.toByteArray()));
            case Boolean flag -> BooleanNode.valueOf(flag);
            case Integer number -> LongNode.valueOf(number);
            case Long number -> LongNode.valueOf(number);
            case Double number -> DoubleNode.valueOf(number);
            case Float number -> DoubleNode.valueOf(number);
            default -> TextNode.valueOf(String.valueOf(value));
        };
    }

    private static JsonNode message(Message message, Schema schema) {
        return switch (message.getDescriptorForType().getName()) {
            case "Quantity" -> text(message, "string");
            case "IntOrString" ->
                number(message, "type") == 0 ? LongNode.valueOf(number(message, "intVal")) : text(message, "strVal");
            case "Time", "MicroTime" -> time(message);
            case "RawExtension", "JSON", "FieldsV1" -> raw(message);
            default -> json(message, schema);
        };
    }

    private static JsonNode text(Message message, String field) {
        return TextNode.valueOf(
                String.valueOf(message.getField(message.getDescriptorForType().findFieldByName(field))));
    }

    private static long number(Message message, String field) {
        Object value = message.getField(message.getDescriptorForType().findFieldByName(field));
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** A time that is not set comes as an empty message. */
    private static JsonNode time(Message message) {
        if (!message.hasField(message.getDescriptorForType().findFieldByName("seconds"))) {
            return MissingNode.getInstance();
        }
        return TextNode.valueOf(Instant.ofEpochSecond(number(message, "seconds"), number(message, "nanos"))
                .toString());
    }

    private static JsonNode raw(Message message) {
        for (Object value : message.getAllFields().values()) {
            if (value instanceof ByteString bytes) {
                return Json.parse(bytes.toByteArray());
            }
        }
        return MissingNode.getInstance();
    }
}
