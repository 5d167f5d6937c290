package io.carestack.operator.kube;

import java.util.Map;
import java.util.Optional;

/**
 * The Secrets and ConfigMaps that a stack refers to but does not own, as last seen: a hash of their content, or nothing where they do not exist.
 *
 * <p>Only hashes are kept in memory.
 */
public record References(Map<Reference, Optional<String>> hashes) {

    /** Kind of a referenced object. */
    public enum Kind {
        Secret,
        ConfigMap
    }

    /** One referenced object of the stack's namespace. */
    public record Reference(Kind kind, String name) {}

    /** Hash of the object's content; empty when it does not exist. */
    public Optional<String> hash(Kind kind, String name) {
        return hashes.getOrDefault(new Reference(kind, name), Optional.empty());
    }
}
