package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.FieldPath;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Validation of Services, Ingresses and EndpointSlices. */
final class NetworkRules {
    private static final FieldPath SPEC = FieldPath.of("spec");

    private final Findings findings;

    NetworkRules(Findings findings) {
        this.findings = findings;
    }

    void service(ObjectNode object, Optional<ObjectNode> live) {
        JsonNode spec = object.path("spec");
        String type = spec.path("type").asText();
        boolean headless = spec.path("clusterIP").asText().equals("None");
        JsonNode ports = spec.path("ports");
        findings.oneOf(
                SPEC.child("type"),
                spec.path("type"),
                List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort"));
        findings.oneOf(SPEC.child("sessionAffinity"), spec.path("sessionAffinity"), List.of("ClientIP", "None"));
        if (ports.isEmpty() && !headless && !type.equals("ExternalName")) {
            findings.add(Cause.required("spec.ports", ""));
        }
        if (type.equals("ExternalName")) {
            findings.required(SPEC.child("externalName"), spec.path("externalName"), "");
        }
        findings.unique(SPEC.child("ports"), ports, "name");
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < ports.size(); index++) {
            JsonNode port = ports.get(index);
            FieldPath path = SPEC.child("ports").index(index);
            findings.port(path.child("port"), port.path("port").isNumber() ? port.path("port") : zero());
            findings.oneOf(path.child("protocol"), port.path("protocol"), List.of("SCTP", "TCP", "UDP"));
            findings.port(path.child("targetPort"), port.path("targetPort"));
            if (ports.size() > 1) {
                findings.required(path.child("name"), port.path("name"), "");
            }
            String name = port.path("name").asText("");
            if (!name.isEmpty()) {
                findings.invalidIf(path.child("name"), port.path("name"), Names.label(name));
            }
            String key =
                    port.path("port").asText() + "/" + port.path("protocol").asText();
            if (!seen.add(key)) {
                ObjectNode shown = Json.object();
                shown.set("port", port.path("port"));
                shown.set("protocol", port.path("protocol"));
                findings.add(Cause.duplicate(path.text(), Json.text(shown)));
            }
        }
        MetadataRules.labels(spec.path("selector"), "spec.selector", findings.causes());
        live.ifPresent(before -> addressUnchanged(spec, before.path("spec")));
    }

    private static JsonNode zero() {
        return IntNode.valueOf(0);
    }

    private void addressUnchanged(JsonNode spec, JsonNode before) {
        String address = before.path("clusterIP").asText("");
        boolean external = spec.path("type").asText().equals("ExternalName")
                || before.path("type").asText().equals("ExternalName");
        if (!external
                && !address.isEmpty()
                && !address.equals(spec.path("clusterIP").asText(""))) {
            findings.invalid(SPEC.child("clusterIPs").index(0), spec.path("clusterIPs"), "may not change once set");
        }
    }

    void ingress(JsonNode spec) {
        if (spec.path("rules").isEmpty() && !spec.has("defaultBackend")) {
            findings.invalid(SPEC, NullNode.getInstance(), "either `defaultBackend` or `rules` must be specified");
        }
        for (int index = 0; index < spec.path("rules").size(); index++) {
            JsonNode rule = spec.path("rules").get(index);
            FieldPath path = SPEC.child("rules").index(index);
            String host = rule.path("host").asText("");
            if (!host.isEmpty() && !host.startsWith("*.")) {
                findings.invalidIf(path.child("host"), rule.path("host"), Names.subdomain(host));
            }
            JsonNode paths = Json.at(rule, "http", "paths");
            for (int number = 0; number < paths.size(); number++) {
                ingressPath(paths.get(number), path.child("http").child("paths").index(number));
            }
        }
    }

    private void ingressPath(JsonNode entry, FieldPath path) {
        if (entry.path("pathType").asText("").isEmpty()) {
            findings.add(Cause.required(path.child("pathType").text(), "pathType must be specified"));
            return;
        } else {
            findings.oneOf(
                    path.child("pathType"),
                    entry.path("pathType"),
                    List.of("Exact", "ImplementationSpecific", "Prefix"));
        }
        String text = entry.path("path").asText("");
        if (!text.startsWith("/") && !entry.path("pathType").asText().equals("ImplementationSpecific")) {
            findings.invalid(path.child("path"), TextNode.valueOf(text), "must be an absolute path");
        }
        JsonNode service = Json.at(entry, "backend", "service");
        if (!service.isObject() && !entry.path("backend").has("resource")) {
            findings.add(Cause.required(path.child("backend").text(), "resource or service backend is required"));
        } else if (service.isObject()) {
            FieldPath at = path.child("backend").child("service");
            findings.required(at.child("name"), service.path("name"), "");
            findings.port(at.child("port").child("number"), Json.at(service, "port", "number"));
        }
    }

    void endpointSlice(ObjectNode object, Optional<ObjectNode> live) {
        findings.required(FieldPath.of("addressType"), object.path("addressType"), "");
        findings.oneOf(FieldPath.of("addressType"), object.path("addressType"), List.of("FQDN", "IPv4", "IPv6"));
        for (int index = 0; index < object.path("endpoints").size(); index++) {
            if (object.path("endpoints").get(index).path("addresses").isEmpty()) {
                findings.add(Cause.required("endpoints[" + index + "].addresses", "must contain at least 1 address"));
            }
        }
        live.ifPresent(before -> findings.immutable(
                FieldPath.of("addressType"), object.path("addressType"), before.path("addressType")));
    }
}
