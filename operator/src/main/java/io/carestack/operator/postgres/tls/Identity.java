package io.carestack.operator.postgres.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a server or an authority shows and the key that proves it.
 *
 * @param chain its own certificate, then those between it and the root, if any
 * @param key the private key as PEM
 */
record Identity(List<X509Certificate> chain, String key) {
    Identity {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    @Override
    public String toString() {
        return "Identity[" + certificate().getSubjectX500Principal() + "]";
    }
}
