package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.error.ApiException.Subject;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceRegistry;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.store.ObjectKey;
import io.carestack.sandbox.apiserver.store.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What all verbs work on. */
public record Core(
        ObjectStore store, ResourceRegistry registry, Strategy builtinStrategy, Strategy customStrategy, Clock clock) {

    Strategy strategy(ResourceType type) {
        return type.isCustom() ? customStrategy : builtinStrategy;
    }

    /** RFC 3339 in whole seconds, as metadata has it. */
    public String now() {
        return timestamp(0);
    }

    String timestamp(long secondsFromNow) {
        Instant instant = clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(secondsFromNow);
        return instant.toString();
    }

    static ObjectKey key(ResourceType type, String namespace, String name) {
        return new ObjectKey(type.storage(), type.namespaced() ? namespace : "", name);
    }

    Optional<ObjectNode> find(ResourceType type, String namespace, String name) {
        return store.get(key(type, namespace, name)).map(stored -> Conversion.served(type, stored));
    }

    ObjectNode require(ResourceType type, String namespace, String name) {
        return find(type, namespace, name).orElseThrow(() -> ApiException.notFound(type.subject(name)));
    }

    /** Nothing new comes into a namespace that is not there or is going. */
    void requireNamespace(ResourceType type, String namespace, String name) {
        if (!type.namespaced()) {
            return;
        }
        ObjectNode found = store.get(new ObjectKey("namespaces", "", namespace))
                .orElseThrow(() -> ApiException.notFound(Subject.of("", "namespaces", namespace)));
        if (Json.at(found, "status", "phase").asText().equals("Terminating")) {
            throw ApiException.namespaceTerminating(type.subject(name), namespace);
        }
    }

    /** Stores the object and gives it back as the type's version shows it. */
    ObjectNode put(ResourceType type, ObjectNode object) {
        ObjectKey key = key(type, Json.at(object, "metadata", "namespace").asText(), Metadata.name(object));
        return Conversion.served(type, store.put(key, Conversion.stored(type, object)));
    }
}
