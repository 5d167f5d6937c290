package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;

/** The delete and deletecollection verbs: preconditions, grace, finalizers. */
final class Deletion {
    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    private final Core core;

    Deletion(Core core) {
        this.core = core;
    }

    Answer delete(ResourceType type, ApiRequest request) {
        DeleteOptions options = DeleteOptions.of(request);
        return core.store().atomically(() -> {
            ObjectNode live = core.require(type, request.namespace(), request.name());
            ObjectNode after = delete(type, live, options);
            boolean gone = !options.dryRun()
                    && core.find(type, request.namespace(), request.name()).isEmpty();
            boolean plain = gone && !type.is("", "Pod") && !type.is("", "Service") && !type.is("", "Namespace");
            return Answer.of(200, plain ? success(type, live) : after, type);
        });
    }

    Answer deleteCollection(ResourceType type, ApiRequest request, Reading reading) {
        DeleteOptions options = DeleteOptions.of(request);
        return core.store().atomically(() -> {
            Answer list = reading.list(type, request);
            ArrayNode items = Json.array();
            List<ObjectNode> selected = new ArrayList<>(Json.objects(list.body().path("items")));
            for (ObjectNode item : selected) {
                items.add(delete(
                        type,
                        core.require(
                                type, Json.at(item, "metadata", "namespace").asText(), Metadata.name(item)),
                        options));
            }
            list.body().set("items", items);
            return list;
        });
    }

    /** Removes the object, or marks it until its grace and finalizers are over; returns its last state. */
    ObjectNode delete(ResourceType type, ObjectNode live, DeleteOptions options) {
        checkPreconditions(type, live, options);
        ObjectNode object = live.deepCopy();
        addPropagationFinalizer(object, options.propagation());
        if (type.is("apiextensions.k8s.io", "CustomResourceDefinition") && !Metadata.isBeingDeleted(object)) {
            Metadata.of(object).withArrayProperty("finalizers").add(SystemWrites.DEFINITION_CLEANUP);
        }
        long grace = graceSeconds(type, object, options);
        boolean pending =
                grace > 0 || Metadata.of(object).path("finalizers").size() > 0 || isNamespaceInUse(type, object);
        if (!pending) {
            return options.dryRun() ? object : remove(type, object);
        }
        boolean changed = mark(object, grace);
        if (type.is("", "Namespace")) {
            Json.ensure(object, "status").put("phase", "Terminating");
        }
        if (!changed || options.dryRun()) {
            return changed ? object : live;
        }
        return core.put(type, object);
    }

    private ObjectNode remove(ResourceType type, ObjectNode object) {
        core.store()
                .remove(Core.key(type, Json.at(object, "metadata", "namespace").asText(), Metadata.name(object)));
        return object;
    }

    private static boolean isNamespaceInUse(ResourceType type, ObjectNode object) {
        return type.is("", "Namespace") && Json.at(object, "spec", "finalizers").size() > 0;
    }

    /** Whether the mark is new or shortens the grace. */
    private boolean mark(ObjectNode object, long grace) {
        ObjectNode metadata = Metadata.of(object);
        if (Metadata.isBeingDeleted(object)) {
            if (metadata.path("deletionGracePeriodSeconds").asLong() <= grace) {
                return false;
            }
        } else {
            Metadata.raiseGeneration(object);
        }
        metadata.put("deletionTimestamp", core.timestamp(grace));
        metadata.put("deletionGracePeriodSeconds", grace);
        return true;
    }

    /** Only Pods that run somewhere get time to end. */
    private static long graceSeconds(ResourceType type, ObjectNode object, DeleteOptions options) {
        if (!type.is("", "Pod")) {
            return 0;
        }
        String phase = Json.at(object, "status", "phase").asText();
        if (Json.at(object, "spec", "nodeName").asText("").isEmpty()
                || phase.equals("Succeeded")
                || phase.equals("Failed")) {
            return 0;
        }
        long wanted = options.graceSeconds()
                .orElseGet(() ->
                        Json.at(object, "spec", "terminationGracePeriodSeconds").asLong(30));
        return Math.max(0, wanted);
    }

    private static void addPropagationFinalizer(ObjectNode object, DeleteOptions.Propagation propagation) {
        ObjectNode metadata = Metadata.of(object);
        List<String> finalizers = new ArrayList<>(Json.texts(metadata.path("finalizers")));
        finalizers.removeAll(List.of(FOREGROUND, ORPHAN));
        switch (propagation) {
            case BACKGROUND -> {}
            case FOREGROUND -> finalizers.add(FOREGROUND);
            case ORPHAN -> finalizers.add(ORPHAN);
        }
        metadata.remove("finalizers");
        if (!finalizers.isEmpty()) {
            finalizers.forEach(metadata.withArrayProperty("finalizers")::add);
        }
    }

    private static void checkPreconditions(ResourceType type, ObjectNode live, DeleteOptions options) {
        String uid = Json.at(live, "metadata", "uid").asText();
        String version = Json.at(live, "metadata", "resourceVersion").asText();
        if (!options.uid().isEmpty() && !options.uid().equals(uid)) {
            throw ApiException.conflict(
                    type.subject(Metadata.name(live)),
                    "the UID in the precondition (" + options.uid() + ") does not match the UID in record (" + uid
                            + "). The object might have been deleted and then recreated");
        }
        if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(version)) {
            throw ApiException.conflict(
                    type.subject(Metadata.name(live)),
                    "the ResourceVersion in the precondition (" + options.resourceVersion()
                            + ") does not match the ResourceVersion in record (" + version
                            + "). The object might have been modified");
        }
    }

    /** Whether an object that was marked for deletion has nothing left to wait for. */
    static boolean isFinished(ResourceType type, ObjectNode object) {
        return Metadata.isBeingDeleted(object)
                && Json.at(object, "metadata", "finalizers").isEmpty()
                && Json.at(object, "metadata", "deletionGracePeriodSeconds").asLong() == 0
                && !isNamespaceInUse(type, object);
    }

    private static ObjectNode success(ResourceType type, ObjectNode object) {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        ObjectNode details = status.putObject("details");
        details.put("name", Metadata.name(object));
        if (!type.kind().group().isEmpty()) {
            details.put("group", type.kind().group());
        }
        details.put("kind", type.plural());
        details.put("uid", Json.at(object, "metadata", "uid").asText());
        return status;
    }
}
