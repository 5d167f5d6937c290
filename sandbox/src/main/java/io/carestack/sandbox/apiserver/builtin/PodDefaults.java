package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.util.List;

/** Defaults of Pods and Pod templates, as the server fills them in. */
final class PodDefaults {
    private static final int DEFAULT_MODE = 0644;

    private PodDefaults() {}

    /** The Pod spec of a template, of a Job or of a Pod itself. */
    static void spec(ObjectNode spec) {
        Json.putIfAbsent(spec, "restartPolicy", "Always");
        Json.putIfAbsent(spec, "dnsPolicy", "ClusterFirst");
        Json.putIfAbsent(spec, "schedulerName", "default-scheduler");
        Json.putIfAbsent(spec, "terminationGracePeriodSeconds", 30);
        Json.ensure(spec, "securityContext");
        String account = spec.path("serviceAccountName")
                .asText(spec.path("serviceAccount").asText(""));
        if (!account.isEmpty()) {
            spec.put("serviceAccountName", account).put("serviceAccount", account);
        }
        boolean hostNetwork = spec.path("hostNetwork").asBoolean();
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            Json.objects(spec.path(list)).forEach(container -> container(container, hostNetwork));
        }
        Json.objects(spec.path("volumes")).forEach(PodDefaults::volume);
    }

    /** What a Pod gets and a template does not. */
    static void podOnly(ObjectNode spec) {
        Json.putIfAbsent(spec, "enableServiceLinks", true);
        for (String list : List.of("initContainers", "containers")) {
            for (ObjectNode container : Json.objects(spec.path(list))) {
                Json.at(container, "resources", "limits")
                        .properties()
                        .forEach(limit -> Json.putIfAbsent(
                                Json.ensure(container, "resources", "requests"), limit.getKey(), limit.getValue()));
            }
        }
    }

    /** What admission adds to a new Pod. */
    static void admit(ObjectNode spec) {
        Json.putIfAbsent(spec, "serviceAccountName", "default");
        Json.putIfAbsent(spec, "serviceAccount", spec.path("serviceAccountName").asText());
        Json.putIfAbsent(spec, "priority", 0);
        Json.putIfAbsent(spec, "preemptionPolicy", "PreemptLowerPriority");
        for (String condition : List.of("not-ready", "unreachable")) {
            tolerateForAWhile(spec, "node.kubernetes.io/" + condition);
        }
    }

    private static void tolerateForAWhile(ObjectNode spec, String key) {
        boolean tolerated = Json.objects(spec.path("tolerations")).stream()
                .anyMatch(toleration -> toleration.path("key").asText(key).equals(key)
                        && List.of("", "NoExecute")
                                .contains(toleration.path("effect").asText("")));
        if (!tolerated) {
            spec.withArrayProperty("tolerations")
                    .addObject()
                    .put("effect", "NoExecute")
                    .put("key", key)
                    .put("operator", "Exists")
                    .put("tolerationSeconds", 300);
        }
    }

    private static void container(ObjectNode container, boolean hostNetwork) {
        String image = container.path("image").asText("");
        Json.putIfAbsent(container, "imagePullPolicy", pullPolicy(image));
        Json.putIfAbsent(container, "terminationMessagePath", "/dev/termination-log");
        Json.putIfAbsent(container, "terminationMessagePolicy", "File");
        Json.ensure(container, "resources");
        for (ObjectNode port : Json.objects(container.path("ports"))) {
            Json.putIfAbsent(port, "protocol", "TCP");
            if (hostNetwork) {
                Json.putIfAbsent(port, "hostPort", port.path("containerPort"));
            }
        }
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.get(probe) instanceof ObjectNode object) {
                probe(object);
            }
        }
        for (String hook : List.of("postStart", "preStop")) {
            if (Json.at(container, "lifecycle", hook, "httpGet") instanceof ObjectNode get) {
                httpGet(get);
            }
        }
        for (ObjectNode variable : Json.objects(container.path("env"))) {
            fieldRef(Json.at(variable, "valueFrom"));
        }
    }

    private static String pullPolicy(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        boolean floating = !name.contains("@") && (!name.contains(":") || name.endsWith(":latest"));
        return floating ? "Always" : "IfNotPresent";
    }

    private static void probe(ObjectNode probe) {
        Json.putIfAbsent(probe, "timeoutSeconds", 1);
        Json.putIfAbsent(probe, "periodSeconds", 10);
        Json.putIfAbsent(probe, "successThreshold", 1);
        Json.putIfAbsent(probe, "failureThreshold", 3);
        if (probe.get("httpGet") instanceof ObjectNode get) {
            httpGet(get);
        }
        if (probe.get("grpc") instanceof ObjectNode grpc) {
            Json.putIfAbsent(grpc, "service", "");
        }
    }

    private static void httpGet(ObjectNode get) {
        Json.putIfAbsent(get, "path", "/");
        Json.putIfAbsent(get, "scheme", "HTTP");
    }

    private static void fieldRef(JsonNode source) {
        if (source.path("fieldRef") instanceof ObjectNode reference) {
            Json.putIfAbsent(reference, "apiVersion", "v1");
        }
    }

    private static void volume(ObjectNode volume) {
        if (volume.size() == 1 && volume.has("name")) {
            volume.putObject("emptyDir");
        }
        for (String kind : List.of("secret", "configMap", "projected", "downwardAPI")) {
            if (volume.get(kind) instanceof ObjectNode source) {
                Json.putIfAbsent(source, "defaultMode", DEFAULT_MODE);
            }
        }
        if (volume.get("hostPath") instanceof ObjectNode path) {
            Json.putIfAbsent(path, "type", "");
        }
        Json.objects(Json.at(volume, "downwardAPI", "items")).forEach(PodDefaults::fieldRef);
        for (ObjectNode source : Json.objects(Json.at(volume, "projected", "sources"))) {
            if (source.get("serviceAccountToken") instanceof ObjectNode token) {
                Json.putIfAbsent(token, "expirationSeconds", 3600);
            }
            Json.objects(Json.at(source, "downwardAPI", "items")).forEach(PodDefaults::fieldRef);
        }
        if (Json.at(volume, "ephemeral", "volumeClaimTemplate", "spec") instanceof ObjectNode claim) {
            Json.putIfAbsent(claim, "volumeMode", "Filesystem");
        }
    }
}
