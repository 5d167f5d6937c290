package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.apply.FieldManager;
import io.carestack.sandbox.apiserver.apply.FieldSet;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The update and patch verbs, and what all changes of a stored object go through. */
final class Modification {
    private final Core core;
    private final Creation creation;

    Modification(Core core, Creation creation) {
        this.core = core;
        this.creation = creation;
    }

    Answer update(ResourceType type, ApiRequest request) {
        WriteOptions options = WriteOptions.of(request);
        ObjectNode object = Decoder.object(request.body());
        Decoder.checkKind(type, object, !type.isCustom());
        List<String> warnings = Decoder.prune(type, object, options.validation());
        Decoder.checkTypes(type, object);
        Metadata.settleNamespace(type, object, request.namespace());
        checkName(request.name(), object);
        String version = Json.at(object, "metadata", "resourceVersion").asText("");
        if (type.isCustom() && version.isEmpty()) {
            core.store().atomically(() -> core.require(type, request.namespace(), request.name()));
            throw ApiException.invalid(
                    type.kindSubject(request.name()),
                    List.of(Cause.invalid("metadata.resourceVersion", "0", "must be specified for an update")));
        }
        ObjectNode updated = core.store()
                .atomically(() -> change(
                        type, request.subresource(), request.namespace(), request.name(), live -> object, options));
        return Answer.of(200, updated, type).withWarnings(warnings);
    }

    Answer patch(ResourceType type, ApiRequest request) {
        WriteOptions options = WriteOptions.of(request);
        PatchBody patch = PatchBody.of(type, request);
        if (patch.isApply()) {
            return apply(type, request, options);
        }
        List<String> warnings = new ArrayList<>();
        ObjectNode updated = core.store()
                .atomically(() -> change(
                        type,
                        request.subresource(),
                        request.namespace(),
                        request.name(),
                        live -> {
                            ObjectNode object = patch.apply(live);
                            checkName(request.name(), object);
                            warnings.addAll(Decoder.prune(type, object, options.validation()));
                            Decoder.checkTypes(type, object);
                            return object;
                        },
                        options));
        return Answer.of(200, updated, type).withWarnings(warnings);
    }

    private Answer apply(ResourceType type, ApiRequest request, WriteOptions options) {
        if (request.parameter("fieldManager").isEmpty()) {
            throw ApiException.invalid(
                    ApiException.Subject.of("meta.k8s.io", "PatchOptions", ""),
                    List.of(Cause.required("fieldManager", "is required for apply patch")));
        }
        ObjectNode config = Decoder.object(request.body());
        Decoder.checkKind(type, config, false);
        if (Json.at(config, "metadata", "managedFields").isArray()
                && !Json.at(config, "metadata", "managedFields").isEmpty()) {
            throw ApiException.badRequest("metadata.managedFields must be nil");
        }
        Metadata.of(config).remove("managedFields");
        Metadata.settleNamespace(type, config, request.namespace());
        checkName(request.name(), config);
        List<String> warnings = Decoder.prune(type, config, options.validation());
        Json.dropNulls(config);
        Decoder.checkTypes(type, config);
        Endpoint.restrict(type, config, request.subresource());
        return core.store().atomically(() -> {
            Optional<ObjectNode> live = core.find(type, request.namespace(), request.name());
            if (live.isEmpty()) {
                if (!request.subresource().isEmpty()) {
                    throw ApiException.notFound(type.subject(request.name()));
                }
                ObjectNode created = creation.createApplied(type, request.namespace(), request.name(), config, options);
                return Answer.of(201, created, type).withWarnings(warnings);
            }
            boolean force = request.flag("force");
            ObjectNode updated = store(
                    type,
                    request.subresource(),
                    live.get(),
                    merge(type, request.subresource(), live.get(), config, options, force),
                    options,
                    true);
            return Answer.of(200, updated, type).withWarnings(warnings);
        });
    }

    private ObjectNode merge(
            ResourceType type,
            String subresource,
            ObjectNode live,
            ObjectNode config,
            WriteOptions options,
            boolean force) {
        return FieldManager.apply(
                type.schema(),
                live,
                config,
                options.applier(type.kind().apiVersion(), subresource),
                FieldSet.empty(),
                force,
                core.now());
    }

    /** Reads, transforms and stores in one step; the caller holds the store's lock. */
    ObjectNode change(
            ResourceType type,
            String subresource,
            String namespace,
            String name,
            UnaryOperator<ObjectNode> transform,
            WriteOptions options) {
        ObjectNode live = core.require(type, namespace, name);
        return store(type, subresource, live, transform.apply(live.deepCopy()), options, false);
    }

    private ObjectNode store(
            ResourceType type,
            String subresource,
            ObjectNode live,
            ObjectNode given,
            WriteOptions options,
            boolean ownersKnown) {
        String name = Metadata.name(live);
        checkPreconditions(type, given, live);
        ObjectNode object = Conversion.stamp(type, given.deepCopy());
        Endpoint.restore(type, object, live, subresource);
        Metadata.carryOver(object, live);
        Strategy strategy = core.strategy(type);
        strategy.canonicalize(type, object);
        strategy.prepare(type, object, Optional.of(live), subresource);
        if (!ownersKnown) {
            if (!subresource.isEmpty()) {
                Metadata.of(object).remove("managedFields");
            }
            Metadata.tidy(object);
            FieldManager.update(
                    type.schema(),
                    live,
                    object,
                    options.updater(type.kind().apiVersion(), subresource),
                    Endpoint.resetFields(type, subresource),
                    core.now());
        }
        Metadata.tidy(object);
        if (isSame(object, live)) {
            return live;
        }
        List<Cause> causes = strategy.validate(type, object, Optional.of(live), subresource);
        if (!causes.isEmpty()) {
            throw ApiException.invalid(type.kindSubject(name), causes);
        }
        if (options.dryRun()) {
            return object;
        }
        ObjectNode stored = core.put(type, object);
        if (Deletion.isFinished(type, stored)) {
            core.store()
                    .remove(Core.key(
                            type, Json.at(stored, "metadata", "namespace").asText(), name));
        }
        return stored;
    }

    private static void checkPreconditions(ResourceType type, ObjectNode object, ObjectNode live) {
        String name = Metadata.name(live);
        String version = Json.at(object, "metadata", "resourceVersion").asText("");
        if (!version.isEmpty()
                && !version.equals("0")
                && !version.equals(Json.at(live, "metadata", "resourceVersion").asText())) {
            throw ApiException.conflict(
                    type.subject(name),
                    "the object has been modified; please apply your changes to the latest version and try again");
        }
        String uid = Json.at(object, "metadata", "uid").asText("");
        String liveUid = Json.at(live, "metadata", "uid").asText("");
        if (!uid.isEmpty() && !uid.equals(liveUid)) {
            throw ApiException.conflict(
                    type.subject(name),
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + liveUid);
        }
    }

    private static void checkName(String name, ObjectNode object) {
        String own = Metadata.name(object);
        if (own.isEmpty()) {
            Metadata.of(object).put("name", name);
        } else if (!own.equals(name)) {
            throw ApiException.badRequest(
                    "the name of the object (" + own + ") does not match the name on the URL (" + name + ")");
        }
    }

    /** Nothing changed but, at most, the times of ownership. */
    private static boolean isSame(ObjectNode object, ObjectNode live) {
        return Json.same(withoutTimes(object), withoutTimes(live));
    }

    private static JsonNode withoutTimes(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        Json.objects(Json.at(copy, "metadata", "managedFields")).forEach(entry -> entry.remove("time"));
        return copy;
    }
}
