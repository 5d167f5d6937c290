package io.carestack.sandbox.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One column: its name, type (string, integer, date, …), format, priority (0 always shown, 1 only wide) and how a cell
 * is made from an object at a moment in time.
 */
record Column(String name, String type, String format, int priority, BiFunction<JsonNode, Instant, Object> cell) {

    static Column text(String name, Function<JsonNode, Object> cell) {
        return new Column(name, "string", "", 0, (object, now) -> cell.apply(object));
    }

    static Column number(String name, Function<JsonNode, Object> cell) {
        return new Column(name, "integer", "", 0, (object, now) -> cell.apply(object));
    }

    Column wide() {
        return new Column(name, type, format, 1, cell);
    }

    /** The object's name. */
    static Column named() {
        return new Column(
                "Name",
                "string",
                "name",
                0,
                (object, now) -> object.path("metadata").path("name").asText());
    }

    /** Time since creation. */
    static Column aged() {
        return new Column(
                "Age",
                "string",
                "",
                0,
                (object, now) -> Ages.since(
                        object.path("metadata").path("creationTimestamp").asText(""), now));
    }

    JsonNode show(JsonNode object, Instant now) {
        Object value = cell.apply(object, now);
        if (value instanceof JsonNode node) {
            return node.isMissingNode() ? NullNode.getInstance() : node;
        }
        return value instanceof Number number
                ? LongNode.valueOf(number.longValue())
                : TextNode.valueOf(String.valueOf(value));
    }
}
