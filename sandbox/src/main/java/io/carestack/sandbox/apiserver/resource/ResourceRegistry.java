package io.carestack.sandbox.apiserver.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What is served at the moment: the built-in kinds and those that CustomResourceDefinitions added. */
public final class ResourceRegistry {
    private final List<ResourceType> builtin;
    private final CopyOnWriteArrayList<ResourceType> custom = new CopyOnWriteArrayList<>();

    public ResourceRegistry(List<ResourceType> builtin) {
        this.builtin = List.copyOf(builtin);
    }

    public Optional<ResourceType> find(String group, String version, String plural) {
        return all().stream()
                .filter(type -> type.plural().equals(plural)
                        && type.kind().group().equals(group)
                        && type.kind().version().equals(version))
                .findFirst();
    }

    public Optional<ResourceType> findKind(GroupVersionKind kind) {
        return all().stream().filter(type -> type.kind().equals(kind)).findFirst();
    }

    /** A built-in type that is always there. */
    public ResourceType builtin(String group, String kind) {
        return builtin.stream()
                .filter(type -> type.is(group, kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a built-in kind: " + group + "/" + kind));
    }

    public List<ResourceType> all() {
        List<ResourceType> result = new ArrayList<>(builtin);
        result.addAll(custom);
        return result;
    }

    /** One type per store. */
    public List<ResourceType> stored() {
        List<ResourceType> result = new ArrayList<>();
        for (ResourceType type : all()) {
            if (type.verbs().contains("list")
                    && result.stream().noneMatch(other -> other.storage().equals(type.storage()))) {
                result.add(type);
            }
        }
        return result;
    }

    /** Replaces the versions that one definition serves. */
    public synchronized void replaceCustom(String group, String plural, List<ResourceType> types) {
        custom.removeIf(
                type -> type.kind().group().equals(group) && type.plural().equals(plural));
        custom.addAll(types);
    }
}
