package io.carestack.sandbox.apiserver.store;

/** Where an object lives: store name, namespace ("" when cluster-scoped) and name. */
public record ObjectKey(String storage, String namespace, String name) implements Comparable<ObjectKey> {
    @Override
    public int compareTo(ObjectKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }
}
