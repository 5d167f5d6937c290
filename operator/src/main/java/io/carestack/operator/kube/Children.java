package io.carestack.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/** The children of one stack as last seen in the caches; never fetched. */
public record Children(List<HasMetadata> objects) {
    public Children {
        objects = List.copyOf(objects);
    }

    /** The child of this type and name. */
    public <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
        return all(type).stream()
                .filter(child -> name.equals(child.getMetadata().getName()))
                .findFirst();
    }

    /** The child of this kind and name, for kinds without a class of their own. */
    public Optional<HasMetadata> find(String kind, String name) {
        return objects.stream()
                .filter(child -> kind.equals(child.getKind())
                        && name.equals(child.getMetadata().getName()))
                .findFirst();
    }

    /** All children of this type. */
    public <T extends HasMetadata> List<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** All children of this type that carry the label. */
    public <T extends HasMetadata> List<T> all(Class<T> type, String label, String value) {
        return all(type).stream()
                .filter(child -> child.getMetadata().getLabels() != null
                        && value.equals(child.getMetadata().getLabels().get(label)))
                .toList();
    }
}
