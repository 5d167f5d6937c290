package io.carestack.operator.store;

import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Optional;

/** Secrets of the stack's namespace, read past every cache where the operator does not keep them. */
public interface Secrets {
    /** The decoded content by key; empty when the Secret does not exist. */
    Optional<Map<String, String>> find(String namespace, String name);

    /** The decoded content of a Secret that the operator made, without any request; empty when it is not known to exist. */
    Optional<Map<String, String>> known(String namespace, String name);

    /** Makes the Secret as it is here, whether it exists or not; returns why that was refused. */
    Optional<Problem> put(Secret secret);

    /** Creates the Secret by POST and returns its content, or the content of the one that somebody else created first. */
    Map<String, String> create(Secret secret);
}
