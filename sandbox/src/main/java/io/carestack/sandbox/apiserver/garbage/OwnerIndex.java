package io.carestack.sandbox.apiserver.garbage;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.store.Change;
import io.carestack.sandbox.apiserver.store.ObjectKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which objects there are by uid, and which name each as their owner. Safe for any thread. */
final class OwnerIndex {
    private final Map<String, ObjectKey> objects = new HashMap<>();
    private final Map<String, Set<ObjectKey>> dependents = new HashMap<>();

    synchronized void accept(Change change) {
        change.before().ifPresent(before -> {
            objects.remove(Json.at(before, "metadata", "uid").asText());
            for (JsonNode owner : Json.at(before, "metadata", "ownerReferences")) {
                Set<ObjectKey> keys = dependents.get(owner.path("uid").asText());
                if (keys != null) {
                    keys.remove(change.key());
                    if (keys.isEmpty()) {
                        dependents.remove(owner.path("uid").asText());
                    }
                }
            }
        });
        if (change.kind() == Change.Kind.DELETED) {
            return;
        }
        objects.put(Json.at(change.object(), "metadata", "uid").asText(), change.key());
        for (JsonNode owner : Json.at(change.object(), "metadata", "ownerReferences")) {
            dependents
                    .computeIfAbsent(owner.path("uid").asText(), uid -> new HashSet<>())
                    .add(change.key());
        }
    }

    synchronized Optional<ObjectKey> find(String uid) {
        return Optional.ofNullable(objects.get(uid));
    }

    synchronized List<ObjectKey> dependents(String uid) {
        return List.copyOf(dependents.getOrDefault(uid, Set.of()));
    }
}
