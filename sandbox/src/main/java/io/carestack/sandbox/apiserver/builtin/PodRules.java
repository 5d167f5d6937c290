package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.FieldPath;
import io.carestack.sandbox.apiserver.schema.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Validation of Pod specs, wherever they stand. */
final class PodRules {
    private static final List<String> CHANGEABLE =
            List.of("activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "nodeName");

    private final Findings findings;

    PodRules(Findings findings) {
        this.findings = findings;
    }

    /** @param claims volumes that the workload itself adds to its pods, as a StatefulSet does for its claim templates */
    void template(JsonNode template, FieldPath path, Set<String> claims) {
        MetadataRules.labels(
                Json.at(template, "metadata", "labels"), path.child("labels").text(), findings.causes());
        spec(template.path("spec"), path.child("spec"), claims);
    }

    void spec(JsonNode spec, FieldPath path) {
        spec(spec, path, Set.of());
    }

    private void spec(JsonNode spec, FieldPath path, Set<String> claims) {
        Set<String> volumes = new HashSet<>(volumes(spec.path("volumes"), path.child("volumes")));
        volumes.addAll(claims);
        JsonNode containers = spec.path("containers");
        if (containers.isEmpty()) {
            findings.add(Cause.required(path.child("containers").text(), ""));
        }
        for (String list : List.of("initContainers", "containers")) {
            JsonNode elements = spec.path(list);
            findings.unique(path.child(list), elements, "name");
            for (int index = 0; index < elements.size(); index++) {
                container(elements.get(index), path.child(list).index(index), volumes);
            }
        }
        findings.oneOf(
                path.child("restartPolicy"), spec.path("restartPolicy"), List.of("Always", "OnFailure", "Never"));
        findings.oneOf(
                path.child("dnsPolicy"),
                spec.path("dnsPolicy"),
                List.of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"));
        findings.notNegative(path.child("terminationGracePeriodSeconds"), spec.path("terminationGracePeriodSeconds"));
    }

    private Set<String> volumes(JsonNode volumes, FieldPath path) {
        Set<String> names = new HashSet<>();
        findings.unique(path, volumes, "name");
        for (int index = 0; index < volumes.size(); index++) {
            JsonNode volume = volumes.get(index);
            name(volume.path("name"), path.index(index).child("name"));
            names.add(volume.path("name").asText());
            if (volume.size() > 2) {
                String second = volume.propertyStream()
                        .map(Map.Entry::getKey)
                        .filter(field -> !field.equals("name"))
                        .skip(1)
                        .findFirst()
                        .orElse("");
                findings.add(Cause.forbidden(
                        path.index(index).child(second).text(), "may not specify more than 1 volume type"));
            }
            JsonNode claim = Json.at(volume, "persistentVolumeClaim");
            if (claim.isObject()) {
                findings.required(
                        path.index(index).child("persistentVolumeClaim").child("claimName"),
                        claim.path("claimName"),
                        "");
            }
            JsonNode secret = volume.path("secret");
            if (secret.isObject()) {
                findings.required(path.index(index).child("secret").child("secretName"), secret.path("secretName"), "");
            }
        }
        return names;
    }

    private void name(JsonNode name, FieldPath path) {
        findings.required(path, name, "");
        if (!name.asText("").isEmpty()) {
            findings.invalidIf(path, name, Names.label(name.asText()));
        }
    }

    private void container(JsonNode container, FieldPath path, Set<String> volumes) {
        name(container.path("name"), path.child("name"));
        findings.required(path.child("image"), container.path("image"), "");
        findings.oneOf(
                path.child("imagePullPolicy"),
                container.path("imagePullPolicy"),
                List.of("Always", "IfNotPresent", "Never"));
        ports(container.path("ports"), path.child("ports"));
        JsonNode environment = container.path("env");
        for (int index = 0; index < environment.size(); index++) {
            findings.required(
                    path.child("env").index(index).child("name"),
                    environment.get(index).path("name"),
                    "");
        }
        mounts(container.path("volumeMounts"), path.child("volumeMounts"), volumes);
        resources(container.path("resources"), path.child("resources"));
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.path(probe).isObject()) {
                probe(container.path(probe), path.child(probe), !probe.equals("readinessProbe"));
            }
        }
    }

    private void ports(JsonNode ports, FieldPath path) {
        findings.unique(path, ports, "name");
        for (int index = 0; index < ports.size(); index++) {
            JsonNode port = ports.get(index);
            FieldPath at = path.index(index);
            if (port.path("containerPort").asInt(0) == 0) {
                findings.add(Cause.required(at.child("containerPort").text(), ""));
            } else {
                findings.port(at.child("containerPort"), port.path("containerPort"));
            }
            findings.oneOf(at.child("protocol"), port.path("protocol"), List.of("SCTP", "TCP", "UDP"));
            String name = port.path("name").asText("");
            if (name.length() > 15) {
                findings.invalid(at.child("name"), port.path("name"), "must be no more than 15 characters");
            } else if (!name.isEmpty() && !name.matches("[a-z0-9-]*[a-z][a-z0-9-]*")) {
                findings.invalid(at.child("name"), port.path("name"), "must contain at least one letter (a-z)");
            }
        }
    }

    private void mounts(JsonNode mounts, FieldPath path, Set<String> volumes) {
        Set<String> paths = new HashSet<>();
        for (int index = 0; index < mounts.size(); index++) {
            JsonNode mount = mounts.get(index);
            FieldPath at = path.index(index);
            findings.required(at.child("name"), mount.path("name"), "");
            findings.required(at.child("mountPath"), mount.path("mountPath"), "");
            String name = mount.path("name").asText("");
            if (!name.isEmpty() && !volumes.contains(name)) {
                findings.add(Cause.notFound(at.child("name").text(), Json.text(mount.path("name"))));
            }
            if (!paths.add(mount.path("mountPath").asText())) {
                findings.invalid(at.child("mountPath"), mount.path("mountPath"), "must be unique");
            }
        }
    }

    private void resources(JsonNode resources, FieldPath path) {
        for (String side : List.of("limits", "requests")) {
            resources.path(side).properties().forEach(entry -> {
                Optional<Quantity> amount = Quantity.parse(entry.getValue().asText());
                if (amount.isPresent() && amount.get().amount().signum() < 0) {
                    findings.invalid(
                            path.child(side).key(entry.getKey()),
                            entry.getValue(),
                            "must be greater than or equal to 0");
                }
            });
        }
        resources.path("requests").properties().forEach(entry -> {
            Optional<Quantity> request = Quantity.parse(entry.getValue().asText());
            JsonNode limit = Json.at(resources, "limits", entry.getKey());
            Optional<Quantity> bound = Quantity.parse(limit.asText(""));
            if (request.isPresent() && bound.isPresent() && request.get().compareTo(bound.get()) > 0) {
                findings.invalid(
                        path.child("requests"),
                        entry.getValue(),
                        "must be less than or equal to " + entry.getKey() + " limit of " + limit.asText());
            }
        });
    }

    private void probe(JsonNode probe, FieldPath path, boolean successOnce) {
        long handlers = List.of("exec", "httpGet", "tcpSocket", "grpc").stream()
                .filter(probe::has)
                .count();
        if (handlers == 0) {
            findings.add(Cause.required(path.text(), "must specify a handler type"));
        }
        for (String field : List.of(
                "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")) {
            findings.notNegative(path.child(field), probe.path(field));
        }
        if (successOnce && probe.path("successThreshold").asInt(1) != 1) {
            findings.invalid(path.child("successThreshold"), probe.path("successThreshold"), "must be 1");
        }
        JsonNode port = Json.at(probe, "httpGet", "port");
        findings.port(path.child("httpGet").child("port"), port);
    }

    /** A running Pod can change little of its spec. */
    void unchanged(ObjectNode object, ObjectNode live) {
        ObjectNode now = Json.ensure(object.deepCopy(), "spec");
        ObjectNode before = Json.ensure(live.deepCopy(), "spec");
        for (ObjectNode spec : List.of(now, before)) {
            for (String list : List.of("containers", "initContainers")) {
                Json.objects(spec.path(list)).forEach(container -> container.remove(List.of("image", "resources")));
            }
            spec.remove(CHANGEABLE);
        }
        if (!Json.same(now, before)) {
            findings.add(Cause.forbidden(
                    "spec",
                    "pod updates may not change fields other than `spec.containers[*].image`,"
                            + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
                            + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be"
                            + " set to 1 if it was previously negative)"));
        }
    }
}
