package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.apply.FieldManager;
import io.carestack.sandbox.apiserver.apply.FieldSet;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The create verb, also at the end of an apply of something new. */
final class Creation {
    private static final int NAME_ATTEMPTS = 8;

    private final Core core;

    Creation(Core core) {
        this.core = core;
    }

    Answer create(ResourceType type, ApiRequest request) {
        WriteOptions options = WriteOptions.of(request);
        ObjectNode object = Decoder.object(request.body());
        Decoder.checkKind(type, object, !type.isCustom());
        List<String> warnings = Decoder.prune(type, object, options.validation());
        Decoder.checkTypes(type, object);
        ObjectNode created = core.store().atomically(() -> create(type, request.namespace(), object, options));
        return Answer.of(201, created, type).withWarnings(warnings);
    }

    private ObjectNode create(ResourceType type, String namespace, ObjectNode object, WriteOptions options) {
        ObjectNode prepared = prepare(type, namespace, object);
        FieldManager.update(
                type.schema(),
                empty(type),
                prepared,
                options.updater(type.kind().apiVersion(), ""),
                Endpoint.resetFields(type, ""),
                core.now());
        return finish(type, prepared, options);
    }

    /** An apply of an object that is not there yet. */
    ObjectNode createApplied(
            ResourceType type, String namespace, String name, ObjectNode config, WriteOptions options) {
        Metadata.of(config).put("name", name);
        if (Json.at(config, "metadata", "uid").isTextual()) {
            throw ApiException.conflict(
                    type.subject(name),
                    "uid mismatch: the provided object specified uid "
                            + Json.at(config, "metadata", "uid").asText() + ", and no existing object was found");
        }
        ObjectNode merged = FieldManager.apply(
                type.schema(),
                empty(type),
                config,
                options.applier(type.kind().apiVersion(), ""),
                FieldSet.empty(),
                true,
                core.now());
        var managedFields = Json.at(merged, "metadata", "managedFields");
        Metadata.of(merged).remove("managedFields");
        ObjectNode prepared = prepare(type, namespace, merged);
        if (managedFields.isArray()) {
            Metadata.of(prepared).set("managedFields", managedFields);
        }
        return finish(type, prepared, options);
    }

    private static ObjectNode empty(ResourceType type) {
        return Json.object()
                .put("apiVersion", type.kind().apiVersion())
                .put("kind", type.kind().kind());
    }

    private ObjectNode prepare(ResourceType type, String namespace, ObjectNode given) {
        ObjectNode object = Conversion.stamp(type, given);
        Metadata.settleNamespace(type, object, namespace);
        ObjectNode metadata = Metadata.of(object);
        if (!metadata.path("resourceVersion").asText("").isEmpty()) {
            throw ApiException.badRequest("resourceVersion should not be set on objects to be created");
        }
        metadata.remove("resourceVersion");
        Metadata.removeSystemFields(object);
        settleName(type, object, namespace);
        String name = Metadata.name(object);
        core.requireNamespace(type, namespace, name);
        metadata.put("creationTimestamp", core.now());
        metadata.put("uid", UUID.randomUUID().toString());
        if (type.hasStatusSubresource()) {
            object.remove("status");
        }
        core.strategy(type).canonicalize(type, object);
        Metadata.tidy(object);
        return object;
    }

    /** What the server itself adds belongs to no client, so it comes after the owners are settled. */
    private ObjectNode finish(ResourceType type, ObjectNode object, WriteOptions options) {
        core.strategy(type).prepare(type, object, Optional.empty(), "");
        Metadata.tidy(object);
        List<Cause> causes = core.strategy(type).validate(type, object, Optional.empty(), "");
        String name = Metadata.name(object);
        if (!causes.isEmpty()) {
            throw ApiException.invalid(type.kindSubject(name), causes);
        }
        String namespace = Json.at(object, "metadata", "namespace").asText();
        if (core.find(type, namespace, name).isPresent()) {
            throw ApiException.alreadyExists(type.subject(name));
        }
        return options.dryRun() ? object : core.put(type, object);
    }

    private void settleName(ResourceType type, ObjectNode object, String namespace) {
        ObjectNode metadata = Metadata.of(object);
        String prefix = metadata.path("generateName").asText("");
        if (!metadata.path("name").asText("").isEmpty()) {
            return;
        }
        if (prefix.isEmpty()) {
            throw ApiException.invalid(
                    type.kindSubject(""), List.of(Cause.required("metadata.name", "name or generateName is required")));
        }
        String name = Metadata.generatedName(prefix);
        for (int attempt = 1;
                attempt < NAME_ATTEMPTS && core.find(type, namespace, name).isPresent();
                attempt++) {
            name = Metadata.generatedName(prefix);
        }
        metadata.put("name", name);
    }
}
