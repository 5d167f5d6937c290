package io.carestack.operator.store;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Optional;

/** Secrets of the stack's namespace, read past every cache. */
public interface Secrets {
    /** The decoded content by key; empty when the Secret does not exist. */
    Optional<Map<String, String>> find(String namespace, String name);

    /** Creates the Secret by POST and returns its content, or the content of the one that somebody else created first. */
    Map<String, String> create(Secret secret);
}
