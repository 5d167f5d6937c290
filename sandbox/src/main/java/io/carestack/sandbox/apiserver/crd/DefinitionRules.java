package io.carestack.sandbox.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.builtin.BuiltinStrategy;
import io.carestack.sandbox.apiserver.cel.RuleValidator;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.FieldPath;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Validation and status of CustomResourceDefinitions. */
public final class DefinitionRules implements BuiltinStrategy.DefinitionHooks {
    private final RuleValidator rules;
    private final Clock clock;

    public DefinitionRules(RuleValidator rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public List<Cause> validate(ObjectNode definition, Optional<ObjectNode> live) {
        List<Cause> causes = new ArrayList<>();
        JsonNode spec = definition.path("spec");
        String expected = spec.path("names").path("plural").asText() + "."
                + spec.path("group").asText();
        String name = Json.at(definition, "metadata", "name").asText();
        if (!name.equals(expected)) {
            causes.add(
                    Cause.invalid("metadata.name", "\"" + name + "\"", "must be spec.names.plural+\".\"+spec.group"));
        }
        JsonNode versions = spec.path("versions");
        long stored = versions.valueStream()
                .filter(version -> version.path("storage").asBoolean())
                .count();
        if (stored != 1) {
            causes.add(Cause.invalid(
                    "spec.versions", "\"" + name + "\"", "must have exactly one version marked as storage version"));
        }
        for (int index = 0; index < versions.size(); index++) {
            FieldPath path =
                    FieldPath.of("spec.versions").index(index).child("schema").child("openAPIV3Schema");
            JsonNode schema = versions.get(index).path("schema").path("openAPIV3Schema");
            if (!schema.isObject()) {
                causes.add(Cause.required(path.text(), "schemas are required"));
            } else {
                structure(schema, path, false, causes);
                causes.addAll(rules.check(CustomTypes.schema(versions.get(index)), path));
            }
        }
        live.map(before -> Json.at(before, "spec", "scope"))
                .filter(scope -> !scope.equals(spec.path("scope")))
                .ifPresent(scope ->
                        causes.add(Cause.invalid("spec.scope", Json.text(spec.path("scope")), "field is immutable")));
        return causes;
    }

    /** Structural schemas give every value a type. */
    private static void structure(JsonNode schema, FieldPath path, boolean inside, List<Cause> causes) {
        boolean untyped = schema.path("type").asText("").isEmpty()
                && !schema.path("x-kubernetes-int-or-string").asBoolean()
                && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        if (untyped) {
            causes.add(Cause.required(
                    path.child("type").text(),
                    inside ? "must not be empty for specified object fields" : "must not be empty at the root"));
        }
        schema.path("properties")
                .properties()
                .forEach(entry ->
                        structure(entry.getValue(), path.child("properties").key(entry.getKey()), true, causes));
        if (schema.path("items").isObject()) {
            structure(schema.path("items"), path.child("items"), true, causes);
        }
        if (schema.path("additionalProperties").isObject()) {
            structure(schema.path("additionalProperties"), path.child("additionalProperties"), true, causes);
        }
    }

    /** A definition is accepted and served as soon as it is stored. */
    @Override
    public void accept(ObjectNode definition) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode status = Json.ensure(definition, "status");
        status.set("acceptedNames", Json.at(definition, "spec", "names").deepCopy());
        List<String> stored = new ArrayList<>(Json.texts(status.path("storedVersions")));
        for (JsonNode version : Json.at(definition, "spec", "versions")) {
            String name = version.path("name").asText();
            if (version.path("storage").asBoolean() && !stored.contains(name)) {
                stored.add(name);
            }
        }
        status.remove("storedVersions");
        stored.forEach(status.withArrayProperty("storedVersions")::add);
        if (status.path("conditions").isEmpty()) {
            var conditions = status.putArray("conditions");
            conditions
                    .addObject()
                    .put("type", "NamesAccepted")
                    .put("status", "True")
                    .put("lastTransitionTime", now)
                    .put("reason", "NoConflicts")
                    .put("message", "no conflicts found");
            conditions
                    .addObject()
                    .put("type", "Established")
                    .put("status", "True")
                    .put("lastTransitionTime", now)
                    .put("reason", "InitialNamesAccepted")
                    .put("message", "the initial names have been accepted");
        }
    }
}
