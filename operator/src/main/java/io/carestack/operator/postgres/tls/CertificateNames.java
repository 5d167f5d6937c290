package io.carestack.operator.postgres.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/** Names in certificates. */
final class CertificateNames {
    private static final int DNS = 2;

    private CertificateNames() {}

    /** The DNS names of a certificate. */
    static Set<String> of(X509Certificate certificate) {
        try {
            return Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.<List<?>>of()).stream()
                    .filter(name -> Integer.valueOf(DNS).equals(name.get(0)))
                    .map(name -> String.valueOf(name.get(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (CertificateParsingException e) {
            return Set.of();
        }
    }

    /** Whether a client that verifies this host name accepts a certificate with these names; a wildcard stands for one label. */
    static boolean cover(Set<String> names, String host) {
        int dot = host.indexOf('.');
        return names.contains(host) || dot > 0 && names.contains("*" + host.substring(dot));
    }

    /** What all authorities that a stack ever had have in common in their names: everything but the first part. */
    static String family(X500Principal principal) {
        String name = principal.getName();
        return name.substring(name.indexOf(',') + 1);
    }
}
