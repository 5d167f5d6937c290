package io.carestack.operator.postgres.tls;

import io.carestack.operator.status.Problem;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The certificate that a user keeps in a Secret of type {@code kubernetes.io/tls}, if it can be used; otherwise what is wrong with it. */
record GivenCertificate(Optional<CertificateWish.Given> wish, Optional<Problem> problem) {
    private static final String FIELD = "spec.postgres.tls.secretName";
    private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

    /**
     * Looks at everything that would keep a server from starting with it or a client from accepting it.
     *
     * @param data content of the Secret; empty when it does not exist
     * @param hosts that clients and replicas connect to and verify
     */
    static GivenCertificate of(String secret, Optional<Map<String, String>> data, Set<String> hosts, Instant now) {
        if (data.isEmpty()) {
            return wrong(
                    "Secret %s does not exist".formatted(secret),
                    "create it with the keys tls.crt, tls.key and ca.crt");
        }
        Map<String, String> content = data.get();
        for (String key : List.of(TlsSecret.CERTIFICATE, TlsSecret.KEY, TlsSecret.TRUSTED)) {
            if (content.getOrDefault(key, "").isBlank()) {
                return wrong("Secret %s lacks the key %s".formatted(secret, key), "add the key " + key);
            }
        }
        List<X509Certificate> chain;
        List<X509Certificate> anchors;
        PrivateKey key;
        String looked = TlsSecret.CERTIFICATE;
        try {
            chain = some(content, looked);
            looked = TlsSecret.TRUSTED;
            anchors = some(content, looked);
            looked = TlsSecret.KEY;
            key = PrivateKeys.read(
                    content.getOrDefault(looked, ""),
                    chain.getFirst().getPublicKey().getAlgorithm());
        } catch (CertificateException e) {
            return wrong(
                    "%s in Secret %s holds no certificate that can be read".formatted(looked, secret),
                    "put certificates in PEM format there");
        } catch (GeneralSecurityException e) {
            return wrong(
                    "%s in Secret %s cannot be read".formatted(looked, secret),
                    "put the private key there that tls.crt was made for, in PEM format and without a password");
        }
        Identity identity = new Identity(chain, content.getOrDefault(TlsSecret.KEY, ""));
        return problem(secret, identity, key, anchors, hosts, now)
                .map(problem -> new GivenCertificate(Optional.empty(), Optional.of(problem)))
                .orElseGet(() -> new GivenCertificate(
                        Optional.of(new CertificateWish.Given(identity, anchors)), Optional.empty()));
    }

    private static List<X509Certificate> some(Map<String, String> content, String key) throws CertificateException {
        List<X509Certificate> certificates = Pem.certificates(content.getOrDefault(key, ""));
        if (certificates.isEmpty()) {
            throw new CertificateException("no certificate");
        }
        return certificates;
    }

    private static Optional<Problem> problem(
            String secret,
            Identity identity,
            PrivateKey key,
            List<X509Certificate> anchors,
            Set<String> hosts,
            Instant now) {
        X509Certificate certificate = identity.certificate();
        if (!PrivateKeys.belongTogether(key, certificate.getPublicKey())) {
            return told(
                    "tls.key in Secret %s does not belong to tls.crt".formatted(secret),
                    "put the key there that tls.crt was made for");
        }
        Instant start = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        if (now.isBefore(start) || !now.isBefore(end)) {
            return told(
                    "tls.crt in Secret %s is valid from %s to %s".formatted(secret, start, end),
                    "put a certificate there that is valid now");
        }
        if (!leads(identity.chain(), anchors)) {
            return told(
                    "tls.crt in Secret %s is not issued by ca.crt".formatted(secret),
                    "put the certificate of its authority into ca.crt, and those in between into tls.crt");
        }
        if (!servesServers(certificate)) {
            return told(
                    "tls.crt in Secret %s is not made for servers".formatted(secret),
                    "issue it with the extended key usage serverAuth");
        }
        Set<String> names = CertificateNames.of(certificate);
        List<String> missing = hosts.stream()
                .filter(host -> !CertificateNames.cover(names, host))
                .sorted()
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : told(
                        "tls.crt in Secret %s lacks %s".formatted(secret, String.join(", ", missing)),
                        "issue it with these DNS names; a wildcard stands for one label");
    }

    /** Whether each certificate is signed by the next one, up to one that is trusted. */
    private static boolean leads(List<X509Certificate> chain, List<X509Certificate> anchors) {
        List<X509Certificate> rest = new ArrayList<>(chain);
        X509Certificate current = rest.removeFirst();
        while (true) {
            X509Certificate last = current;
            if (anchors.stream().anyMatch(anchor -> anchor.equals(last) || Pem.isSignedBy(last, anchor))) {
                return true;
            }
            if (rest.isEmpty() || !Pem.isSignedBy(last, rest.getFirst())) {
                return false;
            }
            current = rest.removeFirst();
        }
    }

    private static boolean servesServers(X509Certificate certificate) {
        try {
            return certificate.getExtendedKeyUsage() == null
                    || certificate.getExtendedKeyUsage().contains(SERVER_AUTHENTICATION);
        } catch (CertificateException e) {
            return false;
        }
    }

    private static GivenCertificate wrong(String message, String cure) {
        return new GivenCertificate(Optional.empty(), told(message, cure));
    }

    private static Optional<Problem> told(String message, String cure) {
        return Optional.of(new Problem(FIELD, message, cure));
    }
}
