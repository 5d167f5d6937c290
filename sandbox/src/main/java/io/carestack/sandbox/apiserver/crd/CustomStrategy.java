package io.carestack.sandbox.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.builtin.MetadataRules;
import io.carestack.sandbox.apiserver.cel.RuleValidator;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.request.Strategy;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.schema.FieldPath;
import io.carestack.sandbox.apiserver.schema.SchemaDefaults;
import io.carestack.sandbox.apiserver.schema.SchemaValidator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the server does to custom resources on their way in. */
public final class CustomStrategy implements Strategy {
    /** After one of these, rules could fail on what is not there. */
    private static final Set<String> BLOCKING = Set.of(
            "FieldValueNotSupported",
            "FieldValueRequired",
            "FieldValueTooLong",
            "FieldValueTooMany",
            "FieldValueTypeInvalid");

    private final RuleValidator rules;

    public CustomStrategy(RuleValidator rules) {
        this.rules = rules;
    }

    @Override
    public void canonicalize(ResourceType type, ObjectNode object) {
        SchemaDefaults.apply(type.schema(), object);
    }

    @Override
    public void prepare(ResourceType type, ObjectNode object, Optional<ObjectNode> live, String subresource) {
        ObjectNode metadata = Json.ensure(object, "metadata");
        if (live.isEmpty()) {
            metadata.put("generation", 1);
            return;
        }
        boolean changed = !Json.same(wanted(type, object), wanted(type, live.get()));
        long generation = Json.at(live.get(), "metadata", "generation").asLong(1);
        metadata.put("generation", changed ? generation + 1 : generation);
    }

    /** All but metadata, and but the status where it has an endpoint of its own. */
    private static JsonNode wanted(ResourceType type, ObjectNode object) {
        ObjectNode content = object.deepCopy();
        content.remove("metadata");
        if (type.hasStatusSubresource()) {
            content.remove("status");
        }
        return content;
    }

    @Override
    public List<Cause> validate(ResourceType type, ObjectNode object, Optional<ObjectNode> live, String subresource) {
        List<Cause> causes = new ArrayList<>(MetadataRules.validate(type, object, live));
        causes.addAll(SchemaValidator.validate(type.schema(), object, FieldPath.ROOT));
        if (causes.stream().noneMatch(cause -> BLOCKING.contains(cause.reason()))) {
            JsonNode old = live.isPresent() ? live.get() : MissingNode.getInstance();
            causes.addAll(rules.validate(type.schema(), object, old, FieldPath.ROOT));
        } else {
            causes.add(Cause.invalid(
                    "<nil>",
                    "null",
                    "some validation rules were not checked because the object was invalid; correct the existing errors"
                            + " to complete validation"));
        }
        return causes;
    }
}
