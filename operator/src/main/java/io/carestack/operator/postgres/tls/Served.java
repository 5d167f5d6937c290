package io.carestack.operator.postgres.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * What the instances are given now.
 *
 * @param identity of the servers
 * @param trusted certificates by which clients, replicas and the operator know them
 * @param since when the trusted certificates or the issuer of the servers' certificate last changed
 */
record Served(Identity identity, List<X509Certificate> trusted, Instant since) {
    Served {
        trusted = List.copyOf(trusted);
    }

    X509Certificate certificate() {
        return identity.certificate();
    }

    /** Whether one of these certificates has signed the servers' chain, or is in it. */
    boolean isIssuedBy(List<X509Certificate> anchors) {
        return identity.chain().stream()
                .anyMatch(each ->
                        anchors.stream().anyMatch(anchor -> anchor.equals(each) || Pem.isSignedBy(each, anchor)));
    }
}
