package io.carestack.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** A CareStack that a GitOps tool keeps as it is in Git, by client-side apply. */
final class SyncedStack {
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private final ObjectNode git;
    private final Resource<GenericKubernetesResource> resource;

    private SyncedStack(ObjectNode git, Resource<GenericKubernetesResource> resource) {
        this.git = git;
        this.resource = resource;
    }

    /** Applies the manifest for the first time. */
    static SyncedStack sync(Space space, String manifest) {
        ObjectNode git = SERIALIZATION.unmarshal(manifest, ObjectNode.class);
        git.withObject("metadata").put("namespace", space.name());
        ObjectNode applied = git.deepCopy();
        applied.withObject("metadata").withObject("annotations").put(LAST_APPLIED, SERIALIZATION.asJson(git));
        Resource<GenericKubernetesResource> resource =
                space.client().resource(SERIALIZATION.convertValue(applied, GenericKubernetesResource.class));
        resource.create();
        return new SyncedStack(git, resource);
    }

    String name() {
        return git.path("metadata").path("name").asText();
    }

    /** The patch that would be sent now. */
    ObjectNode drift() {
        return drift(git);
    }

    /** The patch that would be sent if this were in Git. */
    ObjectNode drift(JsonNode wanted) {
        ObjectNode live = live();
        String last =
                live.path("metadata").path("annotations").path(LAST_APPLIED).asText();
        return ThreeWayDiff.of(SERIALIZATION.unmarshal(last, ObjectNode.class), wanted, live);
    }

    ObjectNode git() {
        return git.deepCopy();
    }

    /** What the server and the operator added outside of the status and the server's own bookkeeping. */
    ObjectNode added() {
        ObjectNode live = live();
        ObjectNode added = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = live.withObject("metadata");
        if (metadata.path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(LAST_APPLIED);
        }
        for (String field : new String[] {"annotations", "labels", "finalizers", "ownerReferences"}) {
            JsonNode now = metadata.path(field);
            if (!now.isEmpty() && !now.equals(git.path("metadata").path(field))) {
                added.set(field, now);
            }
        }
        if (!live.path("spec").equals(git.path("spec"))) {
            added.set("spec", live.path("spec"));
        }
        return added;
    }

    private ObjectNode live() {
        return SERIALIZATION.convertValue(resource.get(), ObjectNode.class);
    }
}
