package io.carestack.sandbox.apiserver.garbage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.request.SystemWrites;
import io.carestack.sandbox.apiserver.resource.ResourceRegistry;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.store.Change;
import io.carestack.sandbox.apiserver.store.ObjectKey;
import io.carestack.sandbox.apiserver.store.ObjectStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has lost its owners, holds back or orphans the dependents of what is being deleted, and empties
 * namespaces and custom kinds that are going. One thread, driven by the store's changes.
 */
public final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final String ORPHAN = "orphan";
    private static final String FOREGROUND = "foregroundDeletion";
    private static final String CLAIM_PROTECTION = "kubernetes.io/pvc-protection";

    private final SystemWrites writes;
    private final ObjectStore store;
    private final ResourceRegistry registry;
    private final OwnerIndex index = new OwnerIndex();
    private final LinkedBlockingQueue<Change> queue = new LinkedBlockingQueue<>();
    private final Thread worker;

    public Collector(SystemWrites writes, ObjectStore store, ResourceRegistry registry) {
        this.writes = writes;
        this.store = store;
        this.registry = registry;
        store.listen(change -> {
            index.accept(change);
            queue.add(change);
        });
        this.worker = Thread.ofVirtual().name("garbage-collector").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                Change change = queue.take();
                try {
                    handle(change);
                } catch (RuntimeException bug) {
                    LOG.error("collecting after a change of {} failed", change.key(), bug);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(Change change) {
        if (change.kind() == Change.Kind.DELETED) {
            String uid = uid(change.object());
            index.dependents(uid).forEach(this::reviewOwners);
            owners(change.object())
                    .forEach(owner -> index.find(owner.path("uid").asText()).ifPresent(this::finish));
            containers(change.key()).forEach(this::finish);
            if (change.key().storage().equals("pods")) {
                store.list("persistentvolumeclaims", change.key().namespace())
                        .objects()
                        .forEach(claim -> finish(new ObjectKey(
                                "persistentvolumeclaims",
                                change.key().namespace(),
                                Json.at(claim, "metadata", "name").asText())));
            }
            return;
        }
        if (!owners(change.object()).isEmpty()) {
            reviewOwners(change.key());
        }
        if (isBeingDeleted(change.object())) {
            finish(change.key());
        }
    }

    /** What may have waited for the object to go: its namespace and its kind's definition. */
    private List<ObjectKey> containers(ObjectKey key) {
        return List.of(
                new ObjectKey("namespaces", "", key.namespace()),
                new ObjectKey("customresourcedefinitions.apiextensions.k8s.io", "", key.storage()));
    }

    private Optional<ResourceType> type(ObjectKey key) {
        return registry.stored().stream()
                .filter(type -> type.storage().equals(key.storage()))
                .findFirst();
    }

    /** An object goes with the last of its owners; references to owners that are gone go before. */
    private void reviewOwners(ObjectKey key) {
        Optional<ObjectNode> object = store.get(key);
        Optional<ResourceType> type = type(key);
        if (object.isEmpty() || type.isEmpty() || isBeingDeleted(object.get())) {
            return;
        }
        List<ObjectNode> owners = owners(object.get());
        List<ObjectNode> gone = owners.stream()
                .filter(owner -> index.find(owner.path("uid").asText()).isEmpty())
                .toList();
        if (gone.isEmpty()) {
            return;
        }
        if (gone.size() == owners.size()) {
            writes.delete(type.get(), key, uid(object.get()));
        } else {
            gone.forEach(owner -> dropReference(
                    type.get(), key, uid(object.get()), owner.path("uid").asText()));
        }
    }

    private void dropReference(ResourceType type, ObjectKey key, String uid, String ownerUid) {
        writes.edit(type, key, uid, object -> {
            ObjectNode metadata = Json.ensure(object, "metadata");
            ArrayNode left = Json.array();
            owners(object).stream()
                    .filter(owner -> !owner.path("uid").asText().equals(ownerUid))
                    .forEach(left::add);
            metadata.set("ownerReferences", left);
            return object;
        });
    }

    /** Does what an object that is being deleted waits for, as far as it can be done by now. */
    private void finish(ObjectKey key) {
        Optional<ObjectNode> found = store.get(key).filter(Collector::isBeingDeleted);
        Optional<ResourceType> known = type(key);
        if (found.isEmpty() || known.isEmpty()) {
            return;
        }
        ObjectNode object = found.get();
        ResourceType type = known.get();
        String uid = uid(object);
        List<String> finalizers = Json.texts(Json.at(object, "metadata", "finalizers"));
        if (finalizers.contains(ORPHAN)) {
            index.dependents(uid)
                    .forEach(dependent -> type(dependent)
                            .ifPresent(dependentType -> store.get(dependent)
                                    .ifPresent(it -> dropReference(dependentType, dependent, uid(it), uid))));
            writes.removeFinalizer(type, key, uid, ORPHAN);
        }
        if (finalizers.contains(FOREGROUND)) {
            deleteDependents(type, key, uid);
        }
        if (finalizers.contains(SystemWrites.DEFINITION_CLEANUP)) {
            emptyKind(type, key, object);
        }
        if (finalizers.contains(CLAIM_PROTECTION) && !isUsed(key)) {
            writes.removeFinalizer(type, key, uid, CLAIM_PROTECTION);
        }
        if (type.is("", "Namespace")) {
            emptyNamespace(type, key, uid);
        }
    }

    private void deleteDependents(ResourceType type, ObjectKey key, String uid) {
        boolean blocked = false;
        for (ObjectKey dependent : index.dependents(uid)) {
            Optional<ObjectNode> object = store.get(dependent);
            Optional<ResourceType> dependentType = type(dependent);
            if (object.isEmpty() || dependentType.isEmpty()) {
                continue;
            }
            blocked |= owners(object.get()).stream()
                    .anyMatch(owner -> owner.path("uid").asText().equals(uid)
                            && owner.path("blockOwnerDeletion").asBoolean());
            writes.deleteForeground(dependentType.get(), dependent, uid(object.get()));
        }
        boolean gone = index.dependents(uid).stream()
                .noneMatch(dependent -> store.get(dependent).isPresent());
        if (!blocked || gone) {
            writes.removeFinalizer(type, key, uid, FOREGROUND);
        }
    }

    private void emptyKind(ResourceType type, ObjectKey key, ObjectNode definition) {
        String plural = Json.at(definition, "spec", "names", "plural").asText();
        String group = Json.at(definition, "spec", "group").asText();
        for (ResourceType custom : registry.stored()) {
            if (custom.isCustom()
                    && custom.plural().equals(plural)
                    && custom.kind().group().equals(group)) {
                deleteAll(custom, "");
            }
        }
        if (store.list(plural + "." + group, "").objects().isEmpty()) {
            writes.removeFinalizer(type, key, uid(definition), SystemWrites.DEFINITION_CLEANUP);
        }
    }

    private void emptyNamespace(ResourceType type, ObjectKey key, String uid) {
        boolean empty = true;
        for (ResourceType content : registry.stored()) {
            if (content.namespaced()) {
                deleteAll(content, key.name());
                empty &= store.list(content.storage(), key.name()).objects().isEmpty();
            }
        }
        if (empty) {
            writes.finishNamespace(type, key, uid);
        }
    }

    private void deleteAll(ResourceType type, String namespace) {
        for (ObjectNode object : store.list(type.storage(), namespace).objects()) {
            ObjectKey key = new ObjectKey(
                    type.storage(),
                    Json.at(object, "metadata", "namespace").asText(""),
                    Json.at(object, "metadata", "name").asText());
            writes.delete(type, key, uid(object));
        }
    }

    private boolean isUsed(ObjectKey claim) {
        return store.list("pods", claim.namespace()).objects().stream()
                .filter(pod -> !List.of("Succeeded", "Failed")
                        .contains(Json.at(pod, "status", "phase").asText()))
                .flatMap(pod -> Json.objects(Json.at(pod, "spec", "volumes")).stream())
                .anyMatch(volume -> Json.at(volume, "persistentVolumeClaim", "claimName")
                        .asText()
                        .equals(claim.name()));
    }

    private static List<ObjectNode> owners(JsonNode object) {
        return Json.objects(Json.at(object, "metadata", "ownerReferences"));
    }

    private static String uid(JsonNode object) {
        return Json.at(object, "metadata", "uid").asText();
    }

    private static boolean isBeingDeleted(JsonNode object) {
        return Json.at(object, "metadata", "deletionTimestamp").isTextual();
    }

    @Override
    public void close() {
        worker.interrupt();
    }
}
