package io.carestack.operator.postgres.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificatePlannerTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final Set<String> NAMES = Set.of("notes-postgres-rw", "*.notes-postgres.care.svc");
    private static final CertificateIssuer ISSUER = new CertificateIssuer(new SecureRandom());

    private final Identity authority = ISSUER.authority("notes", START);
    private final Served served = new Served(
            ISSUER.server(authority, "notes-postgres", NAMES, START), List.of(authority.certificate()), START);

    @Test
    void aNewStackGetsAnAuthorityThenACertificateThenRest() {
        assertThat(CertificatePlanner.plan(new CertificateWish.Own(Optional.empty(), NAMES), Optional.empty(), START))
                .isEqualTo(new CertificateStep.MakeAuthority());
        assertThat(CertificatePlanner.plan(own(authority), Optional.empty(), START))
                .isEqualTo(new CertificateStep.Serve(List.of(authority.certificate()), true));
        assertThat(CertificatePlanner.plan(own(authority), Optional.of(served), START))
                .isEqualTo(new CertificateStep.Keep(START.minusSeconds(300).plus(Duration.ofDays(60))));
    }

    @Test
    void aCertificateIsRenewedInTheLastThirdOfItsLife() {
        assertThat(at(own(authority), served, Duration.ofDays(59))).isInstanceOf(CertificateStep.Keep.class);
        assertThat(at(own(authority), served, Duration.ofDays(60)))
                .isEqualTo(new CertificateStep.Serve(List.of(authority.certificate()), true));
    }

    @Test
    void anotherNameAsksForAnotherCertificate() {
        CertificateWish more = new CertificateWish.Own(Optional.of(authority.certificate()), Set.of("another"));
        assertThat(at(more, served, Duration.ofHours(2)))
                .isEqualTo(new CertificateStep.Serve(List.of(authority.certificate()), true));
    }

    @Test
    void anAuthorityIsReplacedInTheLastThirdOfItsLifeAndTheOldOneStaysTrustedWhileItIsUsed() {
        Instant late = START.plus(Duration.ofDays(2434));
        assertThat(CertificatePlanner.plan(own(authority), Optional.of(served), late))
                .isEqualTo(new CertificateStep.MakeAuthority());
        Identity next = ISSUER.authority("notes", late);
        Served before = new Served(
                ISSUER.server(authority, "notes-postgres", NAMES, late), List.of(authority.certificate()), START);
        List<X509Certificate> both = List.of(next.certificate(), authority.certificate());
        assertThat(CertificatePlanner.plan(own(next), Optional.of(before), late))
                .as("trusted first")
                .isEqualTo(new CertificateStep.Serve(both, false));
        Served trusting = new Served(before.identity(), both, late);
        assertThat(CertificatePlanner.plan(own(next), Optional.of(trusting), late.plus(Duration.ofDays(59))))
                .as("a certificate of the old one is used up")
                .isInstanceOf(CertificateStep.Keep.class);
        Instant renewal = late.plus(Duration.ofDays(60));
        assertThat(CertificatePlanner.plan(own(next), Optional.of(trusting), renewal))
                .isEqualTo(new CertificateStep.Serve(both, true));
        Served renewed = new Served(ISSUER.server(next, "notes-postgres", NAMES, renewal), both, renewal);
        assertThat(CertificatePlanner.plan(own(next), Optional.of(renewed), renewal.plus(Duration.ofHours(23))))
                .isInstanceOf(CertificateStep.Keep.class);
        assertThat(CertificatePlanner.plan(own(next), Optional.of(renewed), renewal.plus(Duration.ofDays(1))))
                .as("nobody shows anything of the old one any more")
                .isEqualTo(new CertificateStep.Serve(List.of(next.certificate()), false));
    }

    @Test
    void aUsersCertificateIsTrustedForAnHourBeforeItIsShown() {
        Identity foreign = ISSUER.authority("elsewhere", START);
        Identity given = ISSUER.server(foreign, "notes-postgres", NAMES, START);
        CertificateWish wish = new CertificateWish.Given(given, List.of(foreign.certificate()));
        List<X509Certificate> both = List.of(foreign.certificate(), authority.certificate());
        assertThat(at(wish, served, Duration.ofDays(1))).isEqualTo(new CertificateStep.Serve(both, false));
        Instant since = START.plus(Duration.ofDays(1));
        Served trusting = new Served(served.identity(), both, since);
        assertThat(CertificatePlanner.plan(wish, Optional.of(trusting), since.plus(Duration.ofMinutes(59))))
                .isEqualTo(new CertificateStep.Keep(since.plus(Duration.ofHours(1))));
        assertThat(CertificatePlanner.plan(wish, Optional.of(trusting), since.plus(Duration.ofHours(1))))
                .isEqualTo(new CertificateStep.Serve(both, true));
    }

    @Test
    void aUsersCertificateOfTheSameAuthorityIsShownAtOnce() {
        Identity another = ISSUER.server(authority, "notes-postgres", NAMES, START);
        CertificateWish wish = new CertificateWish.Given(another, List.of(authority.certificate()));
        assertThat(at(wish, served, Duration.ZERO))
                .isEqualTo(new CertificateStep.Serve(List.of(authority.certificate()), true));
    }

    @Test
    void whatHasRunOutIsReplacedAtOnce() {
        assertThat(at(own(authority), served, Duration.ofDays(91)))
                .isEqualTo(new CertificateStep.Serve(List.of(authority.certificate()), true));
    }

    private static CertificateWish own(Identity authority) {
        return new CertificateWish.Own(Optional.of(authority.certificate()), NAMES);
    }

    private static CertificateStep at(CertificateWish wish, Served served, Duration later) {
        return CertificatePlanner.plan(wish, Optional.of(served), START.plus(later));
    }
}
