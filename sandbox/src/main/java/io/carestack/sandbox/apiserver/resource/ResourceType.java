package io.carestack.sandbox.apiserver.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException.Subject;
import io.carestack.sandbox.apiserver.schema.Schema;
import java.util.List;
import java.util.Optional;

/**
 * A served kind in one version. {@code definition} is the CustomResourceDefinition that made it, empty for built-in
 * kinds; {@code storageGroup} names the store, which events.k8s.io shares with the core group.
 */
public record ResourceType(
        GroupVersionKind kind,
        String plural,
        String singular,
        boolean namespaced,
        List<String> verbs,
        List<String> shortNames,
        List<String> categories,
        List<Subresource> subresources,
        Schema schema,
        String storageGroup,
        Optional<ObjectNode> definition) {

    public boolean isCustom() {
        return definition.isPresent();
    }

    public Optional<Subresource> subresource(String name) {
        return subresources.stream().filter(sub -> sub.name().equals(name)).findFirst();
    }

    public boolean hasStatusSubresource() {
        return subresource("status").isPresent();
    }

    /** Name of the store: {@code deployments.apps}. */
    public String storage() {
        return storageGroup.isEmpty() ? plural : plural + "." + storageGroup;
    }

    /** For errors that name the resource. */
    public Subject subject(String name) {
        return Subject.of(kind.group(), plural, name);
    }

    /** For validation errors, which name the kind. */
    public Subject kindSubject(String name) {
        return Subject.of(kind.group(), kind.kind(), name);
    }

    public boolean is(String group, String kindName) {
        return kind.group().equals(group) && kind.kind().equals(kindName);
    }

    /** The version's entry in the CustomResourceDefinition. */
    public JsonNode customVersion() {
        for (JsonNode version : definition.map(crd -> crd.path("spec").path("versions")).stream()
                .flatMap(JsonNode::valueStream)
                .toList()) {
            if (version.path("name").asText().equals(kind.version())) {
                return version;
            }
        }
        return MissingNode.getInstance();
    }
}
