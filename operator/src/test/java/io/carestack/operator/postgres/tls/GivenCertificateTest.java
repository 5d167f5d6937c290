package io.carestack.operator.postgres.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.status.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;

class GivenCertificateTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final Set<String> HOSTS =
            Set.of("notes-postgres-rw.care.svc", "notes-postgres-0.notes-postgres.care.svc");
    private static final CertificateIssuer ISSUER = new CertificateIssuer(new SecureRandom());
    private static final Set<String> NAMES = Set.of("notes-postgres-rw.care.svc", "*.notes-postgres.care.svc");

    private final Identity authority = ISSUER.authority("elsewhere", NOW);
    private final Identity server = ISSUER.server(authority, "notes", NAMES, NOW);
    private final Map<String, String> data = new TreeMap<>(Map.of(
            "tls.crt", Pem.of(server.chain()),
            "tls.key", server.key(),
            "ca.crt", Pem.of(authority.chain())));

    @Test
    void aWholeSecretIsTaken() {
        GivenCertificate given = GivenCertificate.of("mine", Optional.of(data), HOSTS, NOW);
        assertThat(given.problem()).isEmpty();
        assertThat(given.wish()).isPresent();
    }

    @Test
    void aKeyInTheFormThatCertManagerWritesIsTaken() throws IOException, GeneralSecurityException {
        ECPrivateKey key = (ECPrivateKey) PrivateKeys.read(server.key(), "EC");
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(
                    "EC PRIVATE KEY",
                    new org.bouncycastle.asn1.sec.ECPrivateKey(256, key.getS(), SECObjectIdentifiers.secp256r1)
                            .getEncoded()));
        }
        assertThat(text.toString()).contains("BEGIN EC PRIVATE KEY");
        data.put("tls.key", text.toString());
        assertThat(said()).isEmpty();
    }

    @Test
    void textThatIsNoCertificateIsNamed() {
        data.put("ca.crt", "no certificate");
        assertThat(said()).contains("ca.crt in Secret mine");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(GivenCertificate.of("mine", Optional.empty(), HOSTS, NOW)
                        .problem()
                        .map(Problem::sentence)
                        .orElse(""))
                .contains("spec.postgres.tls.secretName", "Secret mine does not exist", "tls.crt, tls.key and ca.crt");
        data.remove("ca.crt");
        assertThat(said()).contains("lacks the key ca.crt");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() {
        data.put("tls.key", ISSUER.server(authority, "notes", NAMES, NOW).key());
        assertThat(said()).contains("tls.key in Secret mine does not belong to tls.crt");
        data.put("tls.key", "no key");
        assertThat(said()).contains("tls.key in Secret mine cannot be read", "without a password");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() {
        data.put("ca.crt", Pem.of(ISSUER.authority("elsewhere", NOW).chain()));
        assertThat(said()).contains("tls.crt in Secret mine is not issued by ca.crt");
    }

    @Test
    void aCertificateThatHasRunOutIsRefused() {
        Instant late = NOW.plus(Duration.ofDays(90));
        assertThat(GivenCertificate.of("mine", Optional.of(data), HOSTS, late)
                        .problem()
                        .map(Problem::sentence)
                        .orElse(""))
                .contains("is valid from 2026-02-28T23:55:00Z to 2026-05-29T23:55:00Z");
    }

    @Test
    void missingNamesAreNamed() {
        Identity fewer = ISSUER.server(authority, "notes", Set.of("notes-postgres-rw.care.svc"), NOW);
        data.put("tls.crt", Pem.of(fewer.chain()));
        data.put("tls.key", fewer.key());
        assertThat(said())
                .contains("lacks notes-postgres-0.notes-postgres.care.svc", "a wildcard stands for one label");
    }

    private String said() {
        return GivenCertificate.of("mine", Optional.of(data), HOSTS, NOW)
                .problem()
                .map(Problem::sentence)
                .orElse("");
    }
}
