package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.request.LabelMatch;
import io.carestack.sandbox.apiserver.schema.FieldPath;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Validation of the kinds that run, scale and protect Pods. */
final class WorkloadRules {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final List<String> STATEFUL_SET_CHANGEABLE = List.of(
            "replicas",
            "ordinals",
            "template",
            "updateStrategy",
            "revisionHistoryLimit",
            "persistentVolumeClaimRetentionPolicy",
            "minReadySeconds");

    private final Findings findings;

    WorkloadRules(Findings findings) {
        this.findings = findings;
    }

    void workload(String kind, ObjectNode object, Optional<ObjectNode> live) {
        JsonNode spec = object.path("spec");
        JsonNode selector = spec.path("selector");
        findings.notNegative(SPEC.child("replicas"), spec.path("replicas"));
        findings.notNegative(SPEC.child("minReadySeconds"), spec.path("minReadySeconds"));
        findings.notNegative(SPEC.child("revisionHistoryLimit"), spec.path("revisionHistoryLimit"));
        FieldPath template = SPEC.child("template");
        if (!selector.isObject()) {
            findings.required(SPEC.child("selector"), selector, "");
        } else if (selector.isEmpty()) {
            findings.invalid(SPEC.child("selector"), selector, "empty selector is invalid for " + plain(kind));
        }
        JsonNode labels = Json.at(spec, "template", "metadata", "labels");
        if (!LabelMatch.matches(selector, labels.isMissingNode() ? Json.object() : labels)) {
            findings.invalid(
                    template.child("metadata").child("labels"),
                    labels.isMissingNode() ? NullNode.getInstance() : labels,
                    "`selector` does not match template `labels`");
        }
        new PodRules(findings).template(spec.path("template"), template, claims(spec));
        findings.oneOf(
                template.child("spec").child("restartPolicy"),
                Json.at(spec, "template", "spec", "restartPolicy"),
                List.of("Always"));
        if (kind.equals("Deployment")) {
            deploymentStrategy(spec);
        }
        live.ifPresent(before -> {
            if (kind.equals("StatefulSet")) {
                statefulSetUnchanged(object, before);
            } else {
                findings.immutable(SPEC.child("selector"), selector, Json.at(before, "spec", "selector"));
            }
        });
    }

    private static String plain(String kind) {
        return kind.equals("StatefulSet") ? "statefulset" : kind.equals("DaemonSet") ? "daemonset" : "deployment";
    }

    private void deploymentStrategy(JsonNode spec) {
        FieldPath strategy = SPEC.child("strategy");
        findings.oneOf(strategy.child("type"), Json.at(spec, "strategy", "type"), List.of("Recreate", "RollingUpdate"));
        JsonNode rolling = Json.at(spec, "strategy", "rollingUpdate");
        if (rolling.isObject() && Json.at(spec, "strategy", "type").asText().equals("Recreate")) {
            findings.add(Cause.forbidden(
                    strategy.child("rollingUpdate").text(), "may not be specified when strategy `type` is 'Recreate'"));
        }
        FieldPath path = strategy.child("rollingUpdate");
        findings.intOrPercent(path.child("maxUnavailable"), rolling.path("maxUnavailable"));
        findings.intOrPercent(path.child("maxSurge"), rolling.path("maxSurge"));
        if (isZero(rolling.path("maxUnavailable")) && isZero(rolling.path("maxSurge"))) {
            findings.invalid(
                    path.child("maxUnavailable"), rolling.path("maxUnavailable"), "may not be 0 when `maxSurge` is 0");
        }
        int deadline = spec.path("progressDeadlineSeconds").asInt(600);
        if (deadline <= spec.path("minReadySeconds").asInt(0)) {
            findings.invalid(
                    SPEC.child("progressDeadlineSeconds"),
                    spec.path("progressDeadlineSeconds"),
                    "must be greater than minReadySeconds");
        }
    }

    private static boolean isZero(JsonNode value) {
        return value.asText("").matches("0+%?");
    }

    private void statefulSetUnchanged(ObjectNode object, ObjectNode live) {
        ObjectNode now = Json.ensure(object.deepCopy(), "spec");
        ObjectNode before = Json.ensure(live.deepCopy(), "spec");
        now.remove(STATEFUL_SET_CHANGEABLE);
        before.remove(STATEFUL_SET_CHANGEABLE);
        if (!Json.same(now, before)) {
            findings.add(Cause.forbidden(
                    "spec",
                    "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template',"
                            + " 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and"
                            + " 'minReadySeconds' are forbidden"));
        }
    }

    void job(JsonNode spec, FieldPath path, Optional<JsonNode> before) {
        for (String field : List.of(
                "parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished")) {
            findings.notNegative(path.child(field), spec.path(field));
        }
        FieldPath template = path.child("template");
        new PodRules(findings).template(spec.path("template"), template, claims(spec));
        if (Json.at(spec, "template", "spec", "restartPolicy").asText("").equals("Always")) {
            findings.add(Cause.required(
                    template.child("spec").child("restartPolicy").text(), "valid values: \"OnFailure\", \"Never\""));
        }
        before.ifPresent(old -> {
            for (String field : List.of("completions", "selector", "completionMode")) {
                findings.immutable(path.child(field), spec.path(field), old.path(field));
            }
            if (!old.path("suspend").asBoolean()) {
                findings.immutable(template, spec.path("template"), old.path("template"));
            }
        });
    }

    void cronJob(JsonNode spec) {
        findings.required(SPEC.child("schedule"), spec.path("schedule"), "");
        String schedule = spec.path("schedule").asText("");
        int fields = schedule.strip().split("\\s+").length;
        if (!schedule.isEmpty() && !schedule.startsWith("@") && fields != 5) {
            findings.invalid(
                    SPEC.child("schedule"),
                    spec.path("schedule"),
                    "expected exactly 5 fields, found " + fields + ": "
                            + Arrays.stream(schedule.strip().split("\\s+")).toList());
        }
        findings.oneOf(
                SPEC.child("concurrencyPolicy"), spec.path("concurrencyPolicy"), List.of("Allow", "Forbid", "Replace"));
        job(Json.at(spec, "jobTemplate", "spec"), SPEC.child("jobTemplate").child("spec"), Optional.empty());
    }

    void autoscaler(JsonNode spec) {
        JsonNode target = spec.path("scaleTargetRef");
        for (String field : List.of("kind", "name")) {
            findings.required(SPEC.child("scaleTargetRef").child(field), target.path(field), "");
        }
        if (target.path("apiVersion").asText("").isEmpty()) {
            findings.add(Cause.invalid("spec.scaleTargetRef.apiVersion", "\"\"", "apiVersion must specify API group"));
        }
        if (spec.path("minReplicas").asInt(1) < 1) {
            findings.invalid(SPEC.child("minReplicas"), spec.path("minReplicas"), "must be greater than or equal to 1");
        }
        if (spec.path("maxReplicas").asInt(0) < 1) {
            findings.invalid(SPEC.child("maxReplicas"), spec.path("maxReplicas"), "must be greater than 0");
        }
        if (spec.path("maxReplicas").asInt(0) < spec.path("minReplicas").asInt(1)) {
            findings.invalid(
                    SPEC.child("maxReplicas"),
                    spec.path("maxReplicas"),
                    "must be greater than or equal to `minReplicas`");
        }
    }

    void disruptionBudget(JsonNode spec) {
        if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
            findings.invalid(SPEC, spec, "minAvailable and maxUnavailable cannot be both set");
        }
        findings.intOrPercent(SPEC.child("minAvailable"), spec.path("minAvailable"));
        findings.intOrPercent(SPEC.child("maxUnavailable"), spec.path("maxUnavailable"));
    }

    private static Set<String> claims(JsonNode spec) {
        Set<String> names = new HashSet<>();
        spec.path("volumeClaimTemplates")
                .forEach(claim -> names.add(Json.at(claim, "metadata", "name").asText()));
        return names;
    }
}
