package io.carestack.sandbox.apiserver.table;

import static io.carestack.sandbox.apiserver.json.Json.at;
import static io.carestack.sandbox.apiserver.table.PodColumns.orNone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How the built-in kinds are printed, with upstream's columns. */
final class BuiltinColumns {
    private BuiltinColumns() {}

    static List<Column> of(String kind) {
        return switch (kind) {
            case "Pod" -> PodColumns.columns();
            case "Service" ->
                List.of(
                        Column.named(),
                        Column.text("Type", it -> at(it, "spec", "type").asText()),
                        Column.text(
                                "Cluster-IP",
                                it -> orNone(at(it, "spec", "clusterIP").asText(""))),
                        Column.text("External-IP", BuiltinColumns::externalAddress),
                        Column.text("Port(s)", BuiltinColumns::servicePorts),
                        Column.aged(),
                        Column.text("Selector", it -> labels(at(it, "spec", "selector")))
                                .wide());
            case "Event" ->
                List.of(
                        new Column("Last Seen", "string", "", 0, BuiltinColumns::lastSeen),
                        Column.text("Type", it -> it.path("type").asText("")),
                        Column.text("Reason", it -> it.path("reason").asText("")),
                        Column.text("Object", BuiltinColumns::eventObject),
                        Column.text(
                                "Message",
                                it -> it.path("message")
                                        .asText(it.path("note").asText(""))
                                        .strip()),
                        Column.text(
                                        "Source",
                                        it -> at(it, "source", "component").asText(""))
                                .wide(),
                        Column.number(
                                        "Count",
                                        it -> Math.max(1, it.path("count").asInt(1)))
                                .wide(),
                        Column.named().wide());
            case "PersistentVolumeClaim" ->
                List.of(
                        Column.named(),
                        Column.text("Status", BuiltinColumns::phase),
                        Column.text("Volume", it -> at(it, "spec", "volumeName").asText("")),
                        Column.text(
                                "Capacity",
                                it -> at(it, "status", "capacity", "storage").asText("")),
                        Column.text("Access Modes", it -> accessModes(at(it, "status", "accessModes"))),
                        Column.text(
                                "StorageClass",
                                it -> at(it, "spec", "storageClassName").asText("")),
                        Column.text("VolumeAttributesClass", it -> "<unset>"),
                        Column.aged(),
                        Column.text(
                                        "VolumeMode",
                                        it -> at(it, "spec", "volumeMode").asText("<unset>"))
                                .wide());
            case "PersistentVolume" ->
                List.of(
                        Column.named(),
                        Column.text(
                                "Capacity",
                                it -> at(it, "spec", "capacity", "storage").asText("")),
                        Column.text("Access Modes", it -> accessModes(at(it, "spec", "accessModes"))),
                        Column.text(
                                "Reclaim Policy",
                                it -> at(it, "spec", "persistentVolumeReclaimPolicy")
                                        .asText("")),
                        Column.text("Status", BuiltinColumns::phase),
                        Column.text("Claim", BuiltinColumns::claim),
                        Column.text(
                                "StorageClass",
                                it -> at(it, "spec", "storageClassName").asText("")),
                        Column.text("VolumeAttributesClass", it -> "<unset>"),
                        Column.text("Reason", it -> at(it, "status", "reason").asText("")),
                        Column.aged());
            case "Secret" ->
                List.of(
                        Column.named(),
                        Column.text("Type", it -> it.path("type").asText()),
                        Column.number("Data", it -> it.path("data").size()),
                        Column.aged());
            case "ConfigMap" ->
                List.of(
                        Column.named(),
                        Column.number(
                                "Data",
                                it -> it.path("data").size()
                                        + it.path("binaryData").size()),
                        Column.aged());
            case "Namespace" -> List.of(Column.named(), Column.text("Status", BuiltinColumns::phase), Column.aged());
            case "Node" ->
                List.of(
                        Column.named(),
                        Column.text("Status", BuiltinColumns::nodeStatus),
                        Column.text("Roles", it -> "<none>"),
                        Column.aged(),
                        Column.text(
                                "Version",
                                it -> at(it, "status", "nodeInfo", "kubeletVersion")
                                        .asText("")));
            case "Ingress" ->
                List.of(
                        Column.named(),
                        Column.text(
                                "Class",
                                it -> orNone(at(it, "spec", "ingressClassName").asText(""))),
                        Column.text("Hosts", it -> hosts(at(it, "spec", "rules"))),
                        Column.text("Address", it -> externalAddress(it).equals("<none>") ? "" : externalAddress(it)),
                        Column.text("Ports", it -> at(it, "spec", "tls").isEmpty() ? "80" : "80, 443"),
                        Column.aged());
            case "NetworkPolicy" ->
                List.of(
                        Column.named(),
                        Column.text("Pod-Selector", it -> labels(at(it, "spec", "podSelector", "matchLabels"))),
                        Column.aged());
            case "EndpointSlice" ->
                List.of(
                        Column.named(),
                        Column.text("AddressType", it -> it.path("addressType").asText()),
                        Column.text("Ports", it -> joined(it.path("ports"), "port", "<unset>")),
                        Column.text("Endpoints", BuiltinColumns::endpoints),
                        Column.aged());
            case "Lease" ->
                List.of(
                        Column.named(),
                        Column.text(
                                "Holder", it -> at(it, "spec", "holderIdentity").asText("")),
                        Column.aged());
            case "CustomResourceDefinition", "Role", "ClusterRole" ->
                List.of(
                        Column.named(),
                        new Column(
                                "Created At",
                                "date",
                                "",
                                0,
                                (it, now) ->
                                        at(it, "metadata", "creationTimestamp").asText()));
            case "RoleBinding", "ClusterRoleBinding" ->
                List.of(
                        Column.named(),
                        Column.text(
                                "Role",
                                it -> at(it, "roleRef", "kind").asText() + "/"
                                        + at(it, "roleRef", "name").asText()),
                        Column.aged());
            case "ControllerRevision" ->
                List.of(
                        Column.named(),
                        Column.text("Controller", BuiltinColumns::controller),
                        Column.number("Revision", it -> it.path("revision").asLong()),
                        Column.aged());
            default -> WorkloadColumns.of(kind);
        };
    }

    static int count(JsonNode object, String part, String field) {
        return at(object, part, field).asInt(0);
    }

    private static Object phase(JsonNode object) {
        return at(object, "metadata", "deletionTimestamp").isTextual()
                ? "Terminating"
                : at(object, "status", "phase").asText("");
    }

    static String joined(JsonNode list, String field, String whenEmpty) {
        String text =
                list.valueStream().map(item -> item.path(field).asText("")).collect(Collectors.joining(","));
        return text.isEmpty() ? whenEmpty : text;
    }

    static String labels(JsonNode labels) {
        return orNone(labels.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue().asText())
                .collect(Collectors.joining(",")));
    }

    private static String externalAddress(JsonNode object) {
        List<String> addresses = Json.objects(at(object, "status", "loadBalancer", "ingress")).stream()
                .map(entry -> entry.path("ip").asText(entry.path("hostname").asText("")))
                .toList();
        String type = at(object, "spec", "type").asText("");
        if (type.equals("ExternalName")) {
            return at(object, "spec", "externalName").asText("");
        }
        return addresses.isEmpty()
                ? (type.equals("LoadBalancer") ? "<pending>" : "<none>")
                : String.join(",", addresses);
    }

    private static String servicePorts(JsonNode service) {
        return orNone(Json.objects(at(service, "spec", "ports")).stream()
                .map(port -> port.path("port").asText()
                        + (port.path("nodePort").asInt(0) > 0
                                ? ":" + port.path("nodePort").asText()
                                : "")
                        + "/" + port.path("protocol").asText("TCP"))
                .collect(Collectors.joining(",")));
    }

    private static Object lastSeen(JsonNode event, Instant now) {
        String first = event.path("firstTimestamp").asText("");
        String last = event.path("lastTimestamp")
                .asText(at(event, "series", "lastObservedTime").asText(first));
        if (last.isEmpty() || last.equals("null")) {
            last = event.path("eventTime")
                    .asText(at(event, "metadata", "creationTimestamp").asText(""));
        }
        return Ages.since(last, now);
    }

    private static String eventObject(JsonNode event) {
        JsonNode about = event.has("regarding") ? event.path("regarding") : event.path("involvedObject");
        return about.path("kind").asText("").toLowerCase(Locale.ROOT) + "/"
                + about.path("name").asText("");
    }

    private static String accessModes(JsonNode modes) {
        return Json.texts(modes).stream()
                .map(mode -> switch (mode) {
                    case "ReadWriteOnce" -> "RWO";
                    case "ReadOnlyMany" -> "ROX";
                    case "ReadWriteMany" -> "RWX";
                    case "ReadWriteOncePod" -> "RWOP";
                    default -> mode;
                })
                .collect(Collectors.joining(","));
    }

    private static String claim(JsonNode volume) {
        JsonNode reference = at(volume, "spec", "claimRef");
        return reference.isObject()
                ? reference.path("namespace").asText() + "/"
                        + reference.path("name").asText()
                : "";
    }

    private static String nodeStatus(JsonNode node) {
        String ready = Json.objects(at(node, "status", "conditions")).stream()
                .filter(condition -> condition.path("type").asText().equals("Ready"))
                .map(condition -> condition.path("status").asText().equals("True") ? "Ready" : "NotReady")
                .findFirst()
                .orElse("Unknown");
        return ready + (at(node, "spec", "unschedulable").asBoolean() ? ",SchedulingDisabled" : "");
    }

    private static String hosts(JsonNode rules) {
        List<String> hosts = Json.objects(rules).stream()
                .map(rule -> rule.path("host").asText(""))
                .filter(host -> !host.isEmpty())
                .toList();
        return hosts.isEmpty() ? "*" : String.join(",", hosts);
    }

    private static String endpoints(JsonNode slice) {
        List<String> addresses = Json.objects(slice.path("endpoints")).stream()
                .flatMap(endpoint -> Json.texts(endpoint.path("addresses")).stream())
                .toList();
        if (addresses.isEmpty()) {
            return "<unset>";
        }
        String shown = addresses.stream().limit(3).collect(Collectors.joining(","));
        return addresses.size() > 3 ? shown + " + " + (addresses.size() - 3) + " more..." : shown;
    }

    private static String controller(JsonNode object) {
        return Json.objects(at(object, "metadata", "ownerReferences")).stream()
                .filter(owner -> owner.path("controller").asBoolean())
                .map(BuiltinColumns::reference)
                .findFirst()
                .orElse("<none>");
    }

    private static String reference(ObjectNode owner) {
        String group = owner.path("apiVersion").asText().contains("/")
                ? "." + owner.path("apiVersion").asText().split("/", 2)[0]
                : "";
        return owner.path("kind").asText().toLowerCase(Locale.ROOT) + group + "/"
                + owner.path("name").asText();
    }
}
