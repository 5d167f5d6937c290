package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which objects of a type a list or watch wants: namespace, labels and fields. */
public final class Selection {
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "pods",
            Set.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "spec.hostNetwork",
                    "status.phase",
                    "status.podIP",
                    "status.nominatedNodeName"),
            "events",
            Set.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "involvedObject.resourceVersion",
                    "involvedObject.fieldPath",
                    "reason",
                    "reportingComponent",
                    "source",
                    "type"),
            "events.events.k8s.io",
            Set.of("regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "reason", "type"),
            "secrets",
            Set.of("type"),
            "namespaces",
            Set.of("status.phase"),
            "nodes",
            Set.of("spec.unschedulable"),
            "services",
            Set.of("spec.clusterIP", "spec.type"),
            "jobs.batch",
            Set.of("status.successful"),
            "replicasets.apps",
            Set.of("status.replicas"));

    private final String namespace;
    private final Predicate<JsonNode> labels;
    private final List<Predicate<JsonNode>> fields = new ArrayList<>();
    private final boolean everything;

    private Selection(String namespace, String labelText, String fieldText, ResourceType type) {
        this.namespace = namespace;
        this.labels = LabelSelector.parse(labelText);
        for (String term : fieldText.split(",")) {
            if (!term.isBlank()) {
                fields.add(field(term.strip(), type));
            }
        }
        this.everything = labelText.isBlank() && fields.isEmpty();
    }

    /** Throws 400 for selectors that cannot be read or fields that cannot be selected on. */
    public static Selection of(ApiRequest request, ResourceType type) {
        String byName = request.name().isEmpty() ? "" : ",metadata.name=" + request.name();
        return new Selection(
                request.namespace(),
                request.parameter("labelSelector"),
                request.parameter("fieldSelector") + byName,
                type);
    }

    private static Predicate<JsonNode> field(String term, ResourceType type) {
        String[] parts = term.split("!=|==|=", 2);
        if (parts.length != 2) {
            throw ApiException.badRequest("invalid selector: '" + term + "'; can't understand '" + term + "'");
        }
        String path = parts[0].strip();
        String value = parts[1].strip();
        boolean known = path.equals("metadata.name")
                || path.equals("metadata.namespace")
                || FIELDS.getOrDefault(selectorTable(type), Set.of()).contains(path)
                || Json.objects(type.customVersion().path("selectableFields")).stream()
                        .anyMatch(field -> field.path("jsonPath").asText().equals("." + path));
        if (!known) {
            throw ApiException.badRequest("field label not supported: " + path);
        }
        boolean wanted = !term.contains("!=");
        return object -> text(object, path).equals(value) == wanted;
    }

    private static String selectorTable(ResourceType type) {
        return type.kind().group().isEmpty()
                ? type.plural()
                : type.plural() + "." + type.kind().group();
    }

    private static String text(JsonNode object, String path) {
        String[] names = path.equals("source") ? new String[] {"source", "component"} : path.split("\\.");
        JsonNode value = Json.at(object, names);
        if (path.equals("spec.unschedulable") || path.equals("spec.hostNetwork")) {
            return Boolean.toString(value.asBoolean(false));
        }
        if (path.startsWith("status.successful") || path.equals("status.replicas")) {
            return Integer.toString(value.asInt(0));
        }
        return value.asText("");
    }

    public String namespace() {
        return namespace;
    }

    public boolean isEverything() {
        return everything;
    }

    /** The object is in the requested version's form. */
    public boolean matches(ObjectNode object) {
        return labels.test(Json.at(object, "metadata", "labels"))
                && fields.stream().allMatch(field -> field.test(object));
    }
}
