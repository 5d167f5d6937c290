package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Which defaults each built-in kind gets; idempotent, in place. */
final class Defaults {
    private Defaults() {}

    static void apply(String kind, ObjectNode object) {
        switch (kind) {
            case "Pod" -> {
                PodDefaults.spec(Json.ensure(object, "spec"));
                PodDefaults.podOnly(Json.ensure(object, "spec"));
            }
            case "Deployment" -> WorkloadDefaults.deployment(Json.ensure(object, "spec"));
            case "StatefulSet" -> WorkloadDefaults.statefulSet(object, Json.ensure(object, "spec"));
            case "DaemonSet" -> WorkloadDefaults.daemonSet(object, Json.ensure(object, "spec"));
            case "ReplicaSet" -> WorkloadDefaults.replicaSet(object, Json.ensure(object, "spec"));
            case "Job" -> WorkloadDefaults.job(Json.ensure(object, "spec"));
            case "CronJob" -> WorkloadDefaults.cronJob(Json.ensure(object, "spec"));
            case "HorizontalPodAutoscaler" -> WorkloadDefaults.autoscaler(object, Json.ensure(object, "spec"));
            case "PodDisruptionBudget" -> WorkloadDefaults.disruptionBudget(object);
            case "Service" -> service(Json.ensure(object, "spec"));
            case "Secret" -> secret(object);
            case "PersistentVolumeClaim" -> {
                Json.putIfAbsent(Json.ensure(object, "spec"), "volumeMode", "Filesystem");
                Json.putIfAbsent(Json.ensure(object, "status"), "phase", "Pending");
            }
            case "PersistentVolume" -> {
                ObjectNode spec = Json.ensure(object, "spec");
                Json.putIfAbsent(spec, "volumeMode", "Filesystem");
                Json.putIfAbsent(spec, "persistentVolumeReclaimPolicy", "Retain");
                Json.putIfAbsent(Json.ensure(object, "status"), "phase", "Pending");
            }
            case "NetworkPolicy" -> networkPolicy(Json.ensure(object, "spec"));
            case "EndpointSlice" -> {
                for (ObjectNode port : Json.objects(object.path("ports"))) {
                    Json.putIfAbsent(port, "name", "");
                    Json.putIfAbsent(port, "protocol", "TCP");
                }
            }
            case "RoleBinding", "ClusterRoleBinding" -> {
                Json.putIfAbsent(Json.ensure(object, "roleRef"), "apiGroup", "rbac.authorization.k8s.io");
                for (ObjectNode subject : Json.objects(object.path("subjects"))) {
                    if (!subject.path("kind").asText().equals("ServiceAccount")) {
                        Json.putIfAbsent(subject, "apiGroup", "rbac.authorization.k8s.io");
                    }
                }
            }
            case "StorageClass" -> {
                Json.putIfAbsent(object, "reclaimPolicy", "Delete");
                Json.putIfAbsent(object, "volumeBindingMode", "Immediate");
            }
            case "PriorityClass" -> Json.putIfAbsent(object, "preemptionPolicy", "PreemptLowerPriority");
            case "Namespace" -> namespace(object);
            case "CustomResourceDefinition" -> customResourceDefinition(Json.ensure(object, "spec"));
            default -> {
                // the other kinds have none
            }
        }
    }

    private static void service(ObjectNode spec) {
        Json.putIfAbsent(spec, "type", "ClusterIP");
        Json.putIfAbsent(spec, "sessionAffinity", "None");
        if (spec.path("sessionAffinity").asText().equals("ClientIP")) {
            Json.putIfAbsent(Json.ensure(spec, "sessionAffinityConfig", "clientIP"), "timeoutSeconds", 10_800);
        } else {
            spec.remove("sessionAffinityConfig");
        }
        for (ObjectNode port : Json.objects(spec.path("ports"))) {
            Json.putIfAbsent(port, "protocol", "TCP");
            boolean unset = port.path("targetPort").asText("").isEmpty()
                    || port.path("targetPort").asText().equals("0");
            if (unset) {
                port.set("targetPort", port.path("port"));
            }
        }
        String type = spec.path("type").asText();
        if (!type.equals("ExternalName")) {
            Json.putIfAbsent(spec, "internalTrafficPolicy", "Cluster");
        }
        if (type.equals("NodePort") || type.equals("LoadBalancer")) {
            Json.putIfAbsent(spec, "externalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer")) {
            Json.putIfAbsent(spec, "allocateLoadBalancerNodePorts", true);
        }
    }

    private static void secret(ObjectNode object) {
        JsonNode clear = object.remove("stringData");
        if (clear != null) {
            ObjectNode data = Json.ensure(object, "data");
            clear.properties()
                    .forEach(entry -> data.put(
                            entry.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(entry.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
        if (object.path("type").asText("").isEmpty()) {
            object.put("type", "Opaque");
        }
    }

    private static void networkPolicy(ObjectNode spec) {
        if (spec.path("policyTypes").isEmpty()) {
            var types = spec.putArray("policyTypes").add("Ingress");
            if (spec.has("egress")) {
                types.add("Egress");
            }
        }
        for (String direction : List.of("ingress", "egress")) {
            for (ObjectNode rule : Json.objects(spec.path(direction))) {
                Json.objects(rule.path("ports")).forEach(port -> Json.putIfAbsent(port, "protocol", "TCP"));
            }
        }
    }

    private static void namespace(ObjectNode object) {
        String name = Json.at(object, "metadata", "name").asText();
        Json.ensure(object, "metadata", "labels").put("kubernetes.io/metadata.name", name);
        Json.putIfAbsent(Json.ensure(object, "status"), "phase", "Active");
    }

    private static void customResourceDefinition(ObjectNode spec) {
        ObjectNode names = Json.ensure(spec, "names");
        String kind = names.path("kind").asText("");
        Json.putIfAbsent(names, "singular", kind.toLowerCase(Locale.ROOT));
        Json.putIfAbsent(names, "listKind", kind + "List");
        Json.putIfAbsent(Json.ensure(spec, "conversion"), "strategy", "None");
    }
}
