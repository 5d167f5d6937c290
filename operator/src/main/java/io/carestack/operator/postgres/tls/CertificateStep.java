package io.carestack.operator.postgres.tls;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** What is to be done about the certificates of a stack now. */
sealed interface CertificateStep {

    /** Nothing before this moment. */
    record Keep(Instant until) implements CertificateStep {}

    /** A new authority of the stack's own; what it replaces stays trusted. */
    record MakeAuthority() implements CertificateStep {}

    /**
     * Other certificates for the instances.
     *
     * @param trusted whom to trust from now on
     * @param another whether the servers get another certificate, too
     */
    record Serve(List<X509Certificate> trusted, boolean another) implements CertificateStep {
        public Serve {
            trusted = List.copyOf(trusted);
        }
    }
}
