package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.apply.FieldManager;
import io.carestack.sandbox.apiserver.apply.FieldSet;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import java.util.ArrayList;
import java.util.List;

/** Which part of an object each endpoint writes: the main one all but the status, the status one only that. */
final class Endpoint {
    private Endpoint() {}

    /** The trees that a write through the endpoint leaves as they were. */
    static FieldSet resetFields(ResourceType type, String subresource) {
        List<List<String>> roots = new ArrayList<>();
        if (subresource.equals("status")) {
            type.schema().propertyNames().stream()
                    .filter(name -> !name.equals("status"))
                    .forEach(name -> roots.add(List.of("f:" + name)));
        } else if (type.hasStatusSubresource()) {
            roots.add(List.of("f:status"));
        }
        return FieldManager.trees(roots);
    }

    /** Puts back, from the live object, what the endpoint does not write. */
    static void restore(ResourceType type, ObjectNode object, ObjectNode live, String subresource) {
        if (subresource.equals("status")) {
            var status = object.path("status").deepCopy();
            var managedFields = object.path("metadata").path("managedFields").deepCopy();
            object.removeAll();
            object.setAll(live.deepCopy());
            object.remove("status");
            if (!status.isMissingNode()) {
                object.set("status", status);
            }
            if (managedFields.isArray()) {
                Metadata.of(object).set("managedFields", managedFields);
            }
        } else if (type.hasStatusSubresource()) {
            object.remove("status");
            if (live.has("status")) {
                object.set("status", live.path("status").deepCopy());
            }
        }
    }

    /** The part of an applied configuration that the endpoint takes. */
    static void restrict(ResourceType type, ObjectNode config, String subresource) {
        if (subresource.equals("status")) {
            ObjectNode metadata = Metadata.of(config);
            metadata.retain("name", "namespace", "resourceVersion", "uid");
            config.retain("apiVersion", "kind", "metadata", "status");
        } else if (type.hasStatusSubresource()) {
            config.remove("status");
        }
    }
}
