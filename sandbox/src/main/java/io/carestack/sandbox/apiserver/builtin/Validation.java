package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.schema.FieldPath;
import java.util.List;
import java.util.Optional;

/** Which rules each built-in kind obeys. */
final class Validation {
    private Validation() {}

    static List<Cause> validate(ResourceType type, ObjectNode object, Optional<ObjectNode> live) {
        Findings findings = new Findings();
        findings.addAll(MetadataRules.validate(type, object, live));
        JsonNode spec = object.path("spec");
        switch (type.kind().kind()) {
            case "Pod" -> {
                new PodRules(findings).spec(spec, FieldPath.of("spec"));
                live.ifPresent(before -> new PodRules(findings).unchanged(object, before));
            }
            case "Deployment", "StatefulSet", "ReplicaSet", "DaemonSet" ->
                new WorkloadRules(findings).workload(type.kind().kind(), object, live);
            case "Job" ->
                new WorkloadRules(findings).job(spec, FieldPath.of("spec"), live.map(before -> before.path("spec")));
            case "CronJob" -> new WorkloadRules(findings).cronJob(spec);
            case "HorizontalPodAutoscaler" -> new WorkloadRules(findings).autoscaler(spec);
            case "PodDisruptionBudget" -> new WorkloadRules(findings).disruptionBudget(spec);
            case "Service" -> new NetworkRules(findings).service(object, live);
            case "Ingress" -> new NetworkRules(findings).ingress(spec);
            case "EndpointSlice" -> new NetworkRules(findings).endpointSlice(object, live);
            case "Secret" -> new DataRules(findings).secret(object, live);
            case "ConfigMap" -> new DataRules(findings).configMap(object, live);
            case "PersistentVolumeClaim" -> new DataRules(findings).claim(object, live);
            case "RoleBinding", "ClusterRoleBinding" -> new DataRules(findings).roleBinding(object, live);
            default -> {
                // the other kinds have no rules of their own here
            }
        }
        return findings.causes();
    }
}
