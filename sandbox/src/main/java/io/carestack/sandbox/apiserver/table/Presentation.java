package io.carestack.sandbox.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.request.Answer;
import io.carestack.sandbox.apiserver.request.ApiRequest;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.watch.WatchStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The form of an answer that the client prefers: the object, a table of it, or only its metadata. */
public final class Presentation {
    private static final String META = "meta.k8s.io/v1";

    private final Clock clock;

    public Presentation(Clock clock) {
        this.clock = clock;
    }

    /** The form of the events of one watch. */
    public interface Events {
        JsonNode show(WatchStream.Event event);
    }

    private enum Form {
        OBJECT,
        TABLE,
        METADATA
    }

    /** The first form in the Accept header that is known. */
    private static Form form(String accept) {
        for (String option : accept.split(",")) {
            if (option.contains("as=Table")) {
                return Form.TABLE;
            }
            if (option.contains("as=PartialObjectMetadata")) {
                return Form.METADATA;
            }
            if (option.strip().matches("(application/json|\\*/\\*)(;q=.*)?")) {
                return Form.OBJECT;
            }
        }
        return Form.OBJECT;
    }

    public JsonNode show(Answer answer, ApiRequest request) {
        if (answer.shown().isEmpty() || answer.body().path("kind").asText().equals("Status")) {
            return answer.body();
        }
        ResourceType type = answer.shown().get();
        boolean isList = answer.body().path("items").isArray();
        return switch (form(request.accept())) {
            case OBJECT -> answer.body();
            case TABLE ->
                table(
                        type,
                        isList ? Json.objects(answer.body().path("items")) : List.of(answer.body()),
                        answer.body().path("metadata"),
                        isList,
                        request);
            case METADATA -> isList ? metadataList(type, answer.body()) : metadata(type, answer.body());
        };
    }

    public Events events(ResourceType type, ApiRequest request) {
        Form form = form(request.accept());
        return event -> {
            if (event.type().equals("ERROR")) {
                return event.object();
            }
            return switch (form) {
                case OBJECT -> event.object();
                case METADATA -> metadata(type, event.object());
                case TABLE -> {
                    boolean bookmark = event.type().equals("BOOKMARK");
                    ObjectNode table = table(
                            type,
                            bookmark ? List.of() : List.of(event.object()),
                            event.object().path("metadata"),
                            false,
                            request);
                    if (bookmark) {
                        ObjectNode row = table.withArrayProperty("rows").addObject();
                        row.putArray("cells");
                        row.set("object", metadata(type, event.object()));
                    }
                    yield table;
                }
            };
        };
    }

    private ObjectNode table(
            ResourceType type, List<ObjectNode> objects, JsonNode listMetadata, boolean isList, ApiRequest request) {
        List<Column> columns = type.isCustom()
                ? CustomColumns.of(type)
                : BuiltinColumns.of(type.kind().kind());
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", META);
        ObjectNode metadata = table.putObject("metadata");
        for (String field : List.of("resourceVersion", "continue", "remainingItemCount")) {
            if (listMetadata.has(field) && (isList || field.equals("resourceVersion"))) {
                metadata.set(field, listMetadata.path(field));
            }
        }
        ArrayNode definitions = table.putArray("columnDefinitions");
        for (Column column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.format())
                    .put("description", "")
                    .put("priority", column.priority());
        }
        Instant now = clock.instant();
        String include = request.parameter("includeObject");
        ArrayNode rows = table.putArray("rows");
        for (ObjectNode object : objects) {
            ObjectNode row = rows.addObject();
            ArrayNode cells = row.putArray("cells");
            columns.forEach(column -> cells.add(column.show(object, now)));
            switch (include) {
                case "None" -> row.putNull("object");
                case "Object" -> {
                    ObjectNode full = object.deepCopy();
                    full.put("kind", type.kind().kind())
                            .put("apiVersion", type.kind().apiVersion());
                    row.set("object", full);
                }
                default -> row.set("object", metadata(type, object));
            }
        }
        return table;
    }

    private static ObjectNode metadata(ResourceType type, ObjectNode object) {
        ObjectNode result = Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", META);
        result.set("metadata", object.path("metadata"));
        return result;
    }

    private static ObjectNode metadataList(ResourceType type, ObjectNode list) {
        ObjectNode result =
                Json.object().put("kind", "PartialObjectMetadataList").put("apiVersion", META);
        result.set("metadata", list.path("metadata"));
        ArrayNode items = result.putArray("items");
        Json.objects(list.path("items")).forEach(item -> items.add(metadata(type, item)));
        return result;
    }
}
