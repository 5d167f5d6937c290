package io.carestack.sandbox.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.resource.ResourceRegistry;
import io.carestack.sandbox.apiserver.store.Change;
import java.util.List;
import java.util.function.Consumer;

/** Serves what the stored CustomResourceDefinitions declare. */
public final class DefinitionListener implements Consumer<Change> {
    private final ResourceRegistry registry;

    public DefinitionListener(ResourceRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void accept(Change change) {
        if (!change.key().storage().equals("customresourcedefinitions.apiextensions.k8s.io")) {
            return;
        }
        JsonNode spec = change.object().path("spec");
        boolean statusOnly = change.kind() == Change.Kind.MODIFIED
                && change.before()
                        .map(before -> Json.same(before.path("spec"), spec))
                        .orElse(false);
        if (!statusOnly) {
            registry.replaceCustom(
                    spec.path("group").asText(),
                    spec.path("names").path("plural").asText(),
                    change.kind() == Change.Kind.DELETED ? List.of() : CustomTypes.of(change.object()));
        }
    }
}
