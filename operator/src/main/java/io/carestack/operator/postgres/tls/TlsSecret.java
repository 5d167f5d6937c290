package io.carestack.operator.postgres.tls;

import io.carestack.operator.postgres.design.Shape;
import io.carestack.operator.store.SecretData;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two Secrets of a stack's certificates: the authority's, which nobody mounts, and the servers'. */
final class TlsSecret {
    static final String CERTIFICATE = "tls.crt";
    static final String KEY = "tls.key";
    static final String TRUSTED = "ca.crt";
    private static final String AUTHORITY_KEY = "ca.key";

    /** Key with the moment at which the trusted certificates or the issuer changed. */
    private static final String SINCE = "trusted-since";

    private TlsSecret() {}

    static Secret of(Shape shape, Served served) {
        return new SecretBuilder()
                .withMetadata(shape.owner().child(shape.names().postgresTls(), Shape.COMPONENT))
                .withType("kubernetes.io/tls")
                .withData(SecretData.encode(Map.of(
                        CERTIFICATE, Pem.of(served.identity().chain()),
                        KEY, served.identity().key(),
                        TRUSTED, Pem.of(served.trusted()),
                        SINCE, served.since().toString())))
                .build();
    }

    static Secret ofAuthority(Shape shape, Identity authority) {
        return new SecretBuilder()
                .withMetadata(shape.owner().child(shape.names().postgresAuthority(), Shape.COMPONENT))
                .withType("Opaque")
                .withData(SecretData.encode(Map.of(TRUSTED, Pem.of(authority.chain()), AUTHORITY_KEY, authority.key())))
                .build();
    }

    /** What the Secret holds; empty when it cannot be used. */
    static Optional<Served> served(Map<String, String> data) {
        try {
            List<X509Certificate> trusted = Pem.certificates(data.getOrDefault(TRUSTED, ""));
            Optional<Identity> identity = identity(data, CERTIFICATE, KEY);
            Instant since = Instant.parse(data.getOrDefault(SINCE, ""));
            return identity.filter(found -> !trusted.isEmpty()).map(found -> new Served(found, trusted, since));
        } catch (CertificateException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The authority that the Secret holds; empty when it cannot be used. */
    static Optional<Identity> authority(Map<String, String> data) {
        return identity(data, TRUSTED, AUTHORITY_KEY);
    }

    private static Optional<Identity> identity(Map<String, String> data, String certificate, String key) {
        try {
            List<X509Certificate> chain = Pem.certificates(data.getOrDefault(certificate, ""));
            String pem = data.getOrDefault(key, "");
            if (chain.isEmpty()) {
                return Optional.empty();
            }
            PublicKey certified = chain.getFirst().getPublicKey();
            return PrivateKeys.belongTogether(PrivateKeys.read(pem, certified.getAlgorithm()), certified)
                    ? Optional.of(new Identity(chain, pem))
                    : Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }
}
