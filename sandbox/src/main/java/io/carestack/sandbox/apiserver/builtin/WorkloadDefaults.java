package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.util.List;

/** Defaults of the kinds that run Pods, and of those that scale them. */
final class WorkloadDefaults {
    private WorkloadDefaults() {}

    private static ObjectNode template(ObjectNode spec) {
        ObjectNode pod = Json.ensure(spec, "template", "spec");
        Json.ensure(spec, "template", "metadata");
        PodDefaults.spec(pod);
        return pod;
    }

    static void deployment(ObjectNode spec) {
        Json.putIfAbsent(spec, "replicas", 1);
        Json.putIfAbsent(spec, "revisionHistoryLimit", 10);
        Json.putIfAbsent(spec, "progressDeadlineSeconds", 600);
        ObjectNode strategy = Json.ensure(spec, "strategy");
        Json.putIfAbsent(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            ObjectNode rolling = Json.ensure(strategy, "rollingUpdate");
            Json.putIfAbsent(rolling, "maxUnavailable", "25%");
            Json.putIfAbsent(rolling, "maxSurge", "25%");
        }
        template(spec);
    }

    static void statefulSet(ObjectNode object, ObjectNode spec) {
        Json.putIfAbsent(spec, "replicas", 1);
        Json.putIfAbsent(spec, "revisionHistoryLimit", 10);
        Json.putIfAbsent(spec, "podManagementPolicy", "OrderedReady");
        ObjectNode strategy = Json.ensure(spec, "updateStrategy");
        Json.putIfAbsent(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            Json.putIfAbsent(Json.ensure(strategy, "rollingUpdate"), "partition", 0);
        }
        ObjectNode retention = Json.ensure(spec, "persistentVolumeClaimRetentionPolicy");
        Json.putIfAbsent(retention, "whenDeleted", "Retain");
        Json.putIfAbsent(retention, "whenScaled", "Retain");
        for (ObjectNode claim : Json.objects(spec.path("volumeClaimTemplates"))) {
            Json.putIfAbsent(claim, "apiVersion", "v1");
            Json.putIfAbsent(claim, "kind", "PersistentVolumeClaim");
            Json.putIfAbsent(Json.ensure(claim, "spec"), "volumeMode", "Filesystem");
            Json.putIfAbsent(Json.ensure(claim, "status"), "phase", "Pending");
        }
        template(spec);
        ObjectNode status = Json.ensure(object, "status");
        Json.putIfAbsent(status, "replicas", 0);
        Json.putIfAbsent(status, "availableReplicas", 0);
    }

    static void daemonSet(ObjectNode object, ObjectNode spec) {
        Json.putIfAbsent(spec, "revisionHistoryLimit", 10);
        ObjectNode strategy = Json.ensure(spec, "updateStrategy");
        Json.putIfAbsent(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            ObjectNode rolling = Json.ensure(strategy, "rollingUpdate");
            Json.putIfAbsent(rolling, "maxUnavailable", 1);
            Json.putIfAbsent(rolling, "maxSurge", 0);
        }
        template(spec);
        ObjectNode status = Json.ensure(object, "status");
        for (String count :
                List.of("currentNumberScheduled", "desiredNumberScheduled", "numberMisscheduled", "numberReady")) {
            Json.putIfAbsent(status, count, 0);
        }
    }

    static void replicaSet(ObjectNode object, ObjectNode spec) {
        Json.putIfAbsent(spec, "replicas", 1);
        template(spec);
        Json.putIfAbsent(Json.ensure(object, "status"), "replicas", 0);
    }

    static void job(ObjectNode spec) {
        boolean single = !spec.hasNonNull("completions") && !spec.hasNonNull("parallelism");
        if (single) {
            spec.put("completions", 1);
        }
        Json.putIfAbsent(spec, "parallelism", 1);
        Json.putIfAbsent(spec, "backoffLimit", 6);
        Json.putIfAbsent(spec, "completionMode", "NonIndexed");
        Json.putIfAbsent(spec, "suspend", false);
        Json.putIfAbsent(spec, "manualSelector", false);
        Json.putIfAbsent(spec, "podReplacementPolicy", spec.has("podFailurePolicy") ? "Failed" : "TerminatingOrFailed");
        template(spec);
    }

    static void cronJob(ObjectNode spec) {
        Json.putIfAbsent(spec, "concurrencyPolicy", "Allow");
        Json.putIfAbsent(spec, "suspend", false);
        Json.putIfAbsent(spec, "successfulJobsHistoryLimit", 3);
        Json.putIfAbsent(spec, "failedJobsHistoryLimit", 1);
        template(Json.ensure(spec, "jobTemplate", "spec"));
    }

    static void autoscaler(ObjectNode object, ObjectNode spec) {
        Json.putIfAbsent(spec, "minReplicas", 1);
        if (spec.path("metrics").isEmpty()) {
            ObjectNode metric = spec.putArray("metrics").addObject().put("type", "Resource");
            metric.putObject("resource")
                    .put("name", "cpu")
                    .putObject("target")
                    .put("type", "Utilization")
                    .put("averageUtilization", 80);
        }
        if (spec.get("behavior") instanceof ObjectNode behavior) {
            ObjectNode up = Json.ensure(behavior, "scaleUp");
            Json.putIfAbsent(up, "stabilizationWindowSeconds", 0);
            scalingRules(up, true);
            scalingRules(Json.ensure(behavior, "scaleDown"), false);
        }
        Json.putIfAbsent(Json.ensure(object, "status"), "desiredReplicas", 0);
    }

    private static void scalingRules(ObjectNode rules, boolean up) {
        Json.putIfAbsent(rules, "selectPolicy", "Max");
        if (rules.path("policies").isEmpty()) {
            var policies = rules.putArray("policies");
            if (up) {
                policies.addObject().put("type", "Pods").put("value", 4).put("periodSeconds", 15);
            }
            policies.addObject().put("type", "Percent").put("value", 100).put("periodSeconds", 15);
        }
    }

    static void disruptionBudget(ObjectNode object) {
        ObjectNode status = Json.ensure(object, "status");
        for (String count : List.of("currentHealthy", "desiredHealthy", "disruptionsAllowed", "expectedPods")) {
            Json.putIfAbsent(status, count, 0);
        }
    }

    /** The selector and labels that tie a Job to its Pods, unless its author manages them. */
    static void tieJob(ObjectNode job) {
        ObjectNode spec = Json.ensure(job, "spec");
        JsonNode uid = Json.at(job, "metadata", "uid");
        if (spec.path("manualSelector").asBoolean() || !uid.isTextual()) {
            return;
        }
        String name = Json.at(job, "metadata", "name").asText();
        Json.ensure(spec, "selector", "matchLabels").set("batch.kubernetes.io/controller-uid", uid);
        for (ObjectNode metadata : List.of(Json.ensure(job, "metadata"), Json.ensure(spec, "template", "metadata"))) {
            ObjectNode labels = Json.ensure(metadata, "labels");
            for (String prefix : List.of("batch.kubernetes.io/", "")) {
                labels.set(prefix + "controller-uid", uid);
                labels.put(prefix + "job-name", name);
            }
        }
    }
}
