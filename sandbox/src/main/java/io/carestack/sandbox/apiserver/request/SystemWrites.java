package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.store.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/** Writes that the server's own controllers make; they pass by HTTP, faults and the request log. */
public final class SystemWrites {
    public static final String DEFINITION_CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    private static final WriteOptions OPTIONS =
            new WriteOptions(false, "kube-controller-manager", WriteOptions.Validation.IGNORE);

    private final Core core;
    private final Deletion deletion;
    private final Modification modification;

    public SystemWrites(Core core) {
        this.core = core;
        this.deletion = new Deletion(core);
        this.modification = new Modification(core, new Creation(core));
    }

    /** Deletes in the background if it is there and still has this uid. */
    public void delete(ResourceType type, ObjectKey key, String uid) {
        delete(type, key, uid, DeleteOptions.Propagation.BACKGROUND);
    }

    /** Deletes only after its own dependents if it is there and still has this uid. */
    public void deleteForeground(ResourceType type, ObjectKey key, String uid) {
        delete(type, key, uid, DeleteOptions.Propagation.FOREGROUND);
    }

    private void delete(ResourceType type, ObjectKey key, String uid, DeleteOptions.Propagation propagation) {
        core.store().atomically(() -> {
            Optional<ObjectNode> live = core.find(type, key.namespace(), key.name())
                    .filter(object ->
                            Json.at(object, "metadata", "uid").asText().equals(uid))
                    .filter(object -> !Metadata.isBeingDeleted(object));
            live.ifPresent(object ->
                    deletion.delete(type, object, new DeleteOptions(Optional.empty(), propagation, uid, "", false)));
            return live.isPresent();
        });
    }

    /** Changes metadata of an object that is still there with this uid. */
    public void edit(ResourceType type, ObjectKey key, String uid, UnaryOperator<ObjectNode> transform) {
        core.store().atomically(() -> {
            Optional<ObjectNode> live = core.find(type, key.namespace(), key.name())
                    .filter(object ->
                            Json.at(object, "metadata", "uid").asText().equals(uid));
            live.ifPresent(object -> {
                try {
                    modification.change(type, "", key.namespace(), key.name(), transform, OPTIONS);
                } catch (ApiException refused) {
                    // an object that its own rules refuse by now cannot be tidied up; it stays as it is
                    LoggerFactory.getLogger(SystemWrites.class)
                            .warn("{} was not changed: {}", key, refused.getMessage());
                }
            });
            return live.isPresent();
        });
    }

    public void removeFinalizer(ResourceType type, ObjectKey key, String uid, String finalizer) {
        edit(type, key, uid, object -> {
            ObjectNode metadata = Metadata.of(object);
            List<String> left = new ArrayList<>(Json.texts(metadata.path("finalizers")));
            left.remove(finalizer);
            metadata.remove("finalizers");
            left.forEach(metadata.withArrayProperty("finalizers")::add);
            return object;
        });
    }

    /** Ends a namespace whose contents are gone. */
    public void finishNamespace(ResourceType namespaces, ObjectKey key, String uid) {
        edit(namespaces, key, uid, object -> {
            Json.ensure(object, "spec").remove("finalizers");
            return object;
        });
    }
}
