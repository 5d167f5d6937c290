package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Validation of metadata, alike for all kinds. */
public final class MetadataRules {
    private static final Set<String> LABEL_NAMED = Set.of("Service", "Namespace");
    private static final Set<String> PATH_NAMED = Set.of("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
    private static final int ANNOTATIONS_LIMIT = 256 * 1024;

    private MetadataRules() {}

    public static List<Cause> validate(ResourceType type, ObjectNode object, Optional<ObjectNode> live) {
        List<Cause> causes = new ArrayList<>();
        JsonNode metadata = object.path("metadata");
        if (live.isEmpty()) {
            name(type, metadata.path("name").asText(""), causes);
        }
        labels(metadata.path("labels"), "metadata.labels", causes);
        int size = 0;
        for (var entry : metadata.path("annotations").properties()) {
            String key = entry.getKey();
            Names.qualified(key.toLowerCase(Locale.ROOT))
                    .ifPresent(detail -> causes.add(Cause.invalid("metadata.annotations", "\"" + key + "\"", detail)));
            size += key.length() + entry.getValue().asText().length();
        }
        if (size > ANNOTATIONS_LIMIT) {
            causes.add(Cause.tooLong("metadata.annotations", "may not be more than " + ANNOTATIONS_LIMIT + " bytes"));
        }
        owners(metadata.path("ownerReferences"), causes);
        for (JsonNode finalizer : metadata.path("finalizers")) {
            Names.qualified(finalizer.asText())
                    .ifPresent(
                            detail -> causes.add(Cause.invalid("metadata.finalizers", Json.text(finalizer), detail)));
        }
        live.ifPresent(before -> finalizersWhileDeleting(metadata, before.path("metadata"), causes));
        return causes;
    }

    private static void name(ResourceType type, String name, List<Cause> causes) {
        Optional<String> detail;
        if (PATH_NAMED.contains(type.kind().kind()) && !type.isCustom()) {
            detail = name.contains("/") || name.contains("%") || name.equals(".") || name.equals("..")
                    ? Optional.of("may not contain '/' or '%'")
                    : Optional.empty();
        } else if (LABEL_NAMED.contains(type.kind().kind()) && !type.isCustom()) {
            detail = type.kind().kind().equals("Service") ? Names.label1035(name) : Names.label(name);
        } else {
            detail = Names.subdomain(name);
        }
        detail.ifPresent(text -> causes.add(Cause.invalid("metadata.name", "\"" + name + "\"", text)));
    }

    /** Keys and values of labels, at whatever path they are. */
    static void labels(JsonNode labels, String path, List<Cause> causes) {
        for (var entry : labels.properties()) {
            Names.qualified(entry.getKey())
                    .ifPresent(detail -> causes.add(Cause.invalid(path, "\"" + entry.getKey() + "\"", detail)));
            Names.labelValue(entry.getValue().asText())
                    .ifPresent(detail -> causes.add(Cause.invalid(path, Json.text(entry.getValue()), detail)));
        }
    }

    private static void owners(JsonNode owners, List<Cause> causes) {
        int controllers = 0;
        String first = "";
        for (int index = 0; index < owners.size(); index++) {
            JsonNode owner = owners.get(index);
            for (String field : List.of("apiVersion", "kind", "name", "uid")) {
                if (owner.path(field).asText("").isEmpty()) {
                    String path = "metadata.ownerReferences[" + index + "]." + field;
                    causes.add(Cause.invalid(
                            path, "\"\"", (field.equals("apiVersion") ? "version" : field) + " must not be empty"));
                }
            }
            if (owner.path("controller").asBoolean()) {
                controllers++;
                if (controllers == 1) {
                    first = owner.path("kind").asText() + "/"
                            + owner.path("name").asText();
                } else {
                    causes.add(Cause.invalid(
                            "metadata.ownerReferences",
                            Json.text(owners),
                            "Only one reference can have Controller set to true. Found \"true\" in references for "
                                    + first + " and " + owner.path("kind").asText() + "/"
                                    + owner.path("name").asText()));
                }
            }
        }
    }

    private static void finalizersWhileDeleting(JsonNode metadata, JsonNode before, List<Cause> causes) {
        if (!before.has("deletionTimestamp")) {
            return;
        }
        List<String> added = new ArrayList<>(Json.texts(metadata.path("finalizers")));
        added.removeAll(Json.texts(before.path("finalizers")));
        if (!added.isEmpty()) {
            causes.add(Cause.forbidden(
                    "metadata.finalizers",
                    "no new finalizers can be added if the object is being deleted, found new finalizers []string{\""
                            + String.join("\", \"", added) + "\"}"));
        }
    }
}
