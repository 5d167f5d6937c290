package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.FieldPath;
import io.carestack.sandbox.apiserver.schema.Quantity;
import java.util.List;
import java.util.Optional;

/** Validation of configuration, secrets, claims and role bindings. */
final class DataRules {
    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final String KEY =
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
                    + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    private final Findings findings;

    DataRules(Findings findings) {
        this.findings = findings;
    }

    void secret(ObjectNode object, Optional<ObjectNode> live) {
        keys(object.path("data"), "data");
        String type = object.path("type").asText();
        List<String> wanted = switch (type) {
            case "kubernetes.io/tls" -> List.of("tls.crt", "tls.key");
            case "kubernetes.io/dockerconfigjson" -> List.of(".dockerconfigjson");
            case "kubernetes.io/ssh-auth" -> List.of("ssh-privatekey");
            default -> List.of();
        };
        wanted.stream()
                .filter(key -> !object.path("data").has(key))
                .forEach(key -> findings.add(Cause.required("data[" + key + "]", "")));
        live.ifPresent(before -> {
            findings.immutable(FieldPath.of("type"), object.path("type"), before.path("type"));
            unchangedWhenImmutable(object, before, List.of("data"));
        });
    }

    void configMap(ObjectNode object, Optional<ObjectNode> live) {
        keys(object.path("data"), "data");
        keys(object.path("binaryData"), "binaryData");
        live.ifPresent(before -> unchangedWhenImmutable(object, before, List.of("data", "binaryData")));
    }

    private void keys(JsonNode data, String field) {
        data.fieldNames().forEachRemaining(key -> {
            if (!key.matches("[-._a-zA-Z0-9]{1,253}")) {
                findings.add(Cause.invalid(field + "[" + key + "]", "\"" + key + "\"", KEY));
            }
        });
    }

    private void unchangedWhenImmutable(ObjectNode object, ObjectNode before, List<String> fields) {
        if (!before.path("immutable").asBoolean()) {
            return;
        }
        if (!object.path("immutable").asBoolean()) {
            findings.add(Cause.forbidden("immutable", "field is immutable when `immutable` is set"));
        }
        for (String field : fields) {
            if (!Json.same(object.path(field), before.path(field))) {
                findings.add(Cause.forbidden(field, "field is immutable when `immutable` is set"));
            }
        }
    }

    void claim(ObjectNode object, Optional<ObjectNode> live) {
        JsonNode spec = object.path("spec");
        if (spec.path("accessModes").isEmpty()) {
            findings.add(Cause.required("spec.accessModes", "at least 1 access mode is required"));
        }
        JsonNode storage = Json.at(spec, "resources", "requests", "storage");
        FieldPath path = SPEC.child("resources").key("storage");
        if (storage.isMissingNode()) {
            findings.add(Cause.required(path.text(), ""));
        }
        live.ifPresent(before -> {
            ObjectNode now = Json.ensure(object.deepCopy(), "spec");
            ObjectNode old = Json.ensure(before.deepCopy(), "spec");
            boolean bound = Json.at(before, "status", "phase").asText().equals("Bound");
            for (ObjectNode side : List.of(now, old)) {
                Json.ensure(side, "resources").remove("requests");
                if (bound) {
                    side.remove("volumeAttributesClassName");
                }
                if (!old.path("volumeName").isTextual()
                        || old.path("volumeName").asText().isEmpty()) {
                    now.remove("volumeName");
                }
                // a claim without a class gets the default one when it is bound
                if (!old.has("storageClassName")) {
                    now.remove("storageClassName");
                }
            }
            if (!Json.same(now, old)) {
                findings.add(Cause.forbidden(
                        "spec",
                        "spec is immutable after creation except resources.requests and volumeAttributesClassName for"
                                + " bound claims"));
            }
            Optional<Quantity> size = Quantity.parse(storage.asText(""));
            Optional<Quantity> had = Quantity.parse(
                    Json.at(before, "spec", "resources", "requests", "storage").asText(""));
            if (size.isPresent() && had.isPresent() && size.get().compareTo(had.get()) < 0) {
                findings.add(Cause.forbidden(
                        "spec.resources.requests.storage", "field can not be less than status.capacity"));
            }
        });
    }

    void roleBinding(ObjectNode object, Optional<ObjectNode> live) {
        JsonNode role = object.path("roleRef");
        findings.required(FieldPath.of("roleRef.name"), role.path("name"), "");
        findings.oneOf(FieldPath.of("roleRef.kind"), role.path("kind"), List.of("ClusterRole", "Role"));
        JsonNode subjects = object.path("subjects");
        for (int index = 0; index < subjects.size(); index++) {
            FieldPath path = FieldPath.of("subjects").index(index);
            findings.required(path.child("name"), subjects.get(index).path("name"), "");
        }
        live.ifPresent(before -> {
            if (!Json.same(role, before.path("roleRef"))) {
                findings.invalid(FieldPath.of("roleRef"), role, "cannot change roleRef");
            }
        });
    }
}
