package io.carestack.sandbox.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The columns that a CustomResourceDefinition declares; name and age when it declares none. */
final class CustomColumns {
    private CustomColumns() {}

    static List<Column> of(ResourceType type) {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.named());
        JsonNode declared = type.customVersion().path("additionalPrinterColumns");
        if (declared.isEmpty()) {
            columns.add(Column.aged());
            return columns;
        }
        for (JsonNode column : declared) {
            String kind = column.path("type").asText();
            String path = column.path("jsonPath").asText();
            columns.add(new Column(
                    column.path("name").asText(),
                    kind,
                    column.path("format").asText(""),
                    column.path("priority").asInt(0),
                    (object, now) -> cell(object, path, kind, now)));
        }
        return columns;
    }

    private static Object cell(JsonNode object, String path, String kind, Instant now) {
        List<JsonNode> found = JsonPath.find(object, path);
        if (found.isEmpty() || found.getFirst().isNull()) {
            return MissingNode.getInstance();
        }
        JsonNode first = found.getFirst();
        return switch (kind) {
            case "date" -> Ages.since(first.asText(), now);
            case "integer", "number", "boolean" -> first;
            default ->
                found.stream()
                        .map(node -> node.isValueNode() ? node.asText() : Json.text(node))
                        .collect(Collectors.joining(","));
        };
    }
}
