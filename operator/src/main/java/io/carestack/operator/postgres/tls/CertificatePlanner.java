package io.carestack.operator.postgres.tls;

import io.carestack.operator.postgres.tls.CertificateStep.Keep;
import io.carestack.operator.postgres.tls.CertificateStep.MakeAuthority;
import io.carestack.operator.postgres.tls.CertificateStep.Serve;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides when certificates change.
 *
 * <p>Trust goes first: whoever shall be believed is among the trusted for {@link #OVERLAP} before a server shows anything of theirs, and stays there
 * for {@link #RETIREMENT} after the last server did. So nobody who looks at the trusted certificates once an hour ever meets a server that he does
 * not know. Only a certificate that has run out, or that nobody can read, is replaced at once.
 */
final class CertificatePlanner {
    static final Duration OVERLAP = Duration.ofHours(1);
    static final Duration RETIREMENT = Duration.ofDays(1);

    private CertificatePlanner() {}

    /** @param served what the instances are given now; empty while there is nothing that can be used */
    static CertificateStep plan(CertificateWish wish, Optional<Served> served, Instant now) {
        return switch (wish) {
            case CertificateWish.Own own -> {
                Optional<X509Certificate> authority = own.authority().filter(found -> now.isBefore(renewal(found)));
                yield authority.isEmpty()
                        ? new MakeAuthority()
                        : serve(List.of(authority.get()), served, now, present -> isDue(own, present, now))
                                .orElseGet(() -> new Keep(earliest(
                                        renewal(authority.get()),
                                        renewal(served.orElseThrow().certificate()),
                                        pending(List.of(authority.get()), served.orElseThrow(), now))));
            }
            case CertificateWish.Given given ->
                serve(
                                given.anchors(),
                                served,
                                now,
                                present -> !present.identity().equals(given.identity()))
                        .orElseGet(() -> new Keep(earliest(
                                given.identity().certificate().getNotAfter().toInstant(),
                                pending(given.anchors(), served.orElseThrow(), now))));
        };
    }

    private interface Due {
        boolean of(Served served);
    }

    private static Optional<CertificateStep> serve(
            List<X509Certificate> anchors, Optional<Served> served, Instant now, Due due) {
        if (served.isEmpty() || !now.isBefore(end(served.get().certificate()))) {
            List<X509Certificate> before = served.map(Served::trusted).orElse(List.of());
            return Optional.of(new Serve(union(anchors, before, now), true));
        }
        Served present = served.get();
        if (!present.trusted().containsAll(anchors)) {
            return Optional.of(new Serve(union(anchors, present.trusted(), now), false));
        }
        boolean settled = present.isIssuedBy(anchors);
        if (due.of(present) && (settled || !now.isBefore(present.since().plus(OVERLAP)))) {
            return Optional.of(new Serve(present.trusted(), true));
        }
        boolean retired = settled
                && present.trusted().size() > anchors.size()
                && !now.isBefore(present.since().plus(RETIREMENT));
        return retired ? Optional.of(new Serve(anchors, false)) : Optional.empty();
    }

    /** A certificate of the stack's own is used up to the last third of its life, also when a younger authority waits; another's is not. */
    private static boolean isDue(CertificateWish.Own own, Served served, Instant now) {
        X509Certificate authority = own.authority().orElseThrow();
        boolean ours = CertificateNames.family(served.certificate().getIssuerX500Principal())
                .equals(CertificateNames.family(authority.getSubjectX500Principal()));
        return !ours
                || !now.isBefore(renewal(served.certificate()))
                || !CertificateNames.of(served.certificate()).containsAll(own.names());
    }

    /** When what has begun goes on; far away when nothing has. */
    private static Instant pending(List<X509Certificate> anchors, Served served, Instant now) {
        return Stream.of(OVERLAP, RETIREMENT)
                .filter(each -> served.trusted().size() > anchors.size())
                .map(served.since()::plus)
                .filter(now::isBefore)
                .findFirst()
                .orElse(Instant.MAX);
    }

    /** The beginning of the last third of its life. */
    static Instant renewal(X509Certificate certificate) {
        Instant start = certificate.getNotBefore().toInstant();
        return start.plus(
                Duration.between(start, end(certificate)).multipliedBy(2).dividedBy(3));
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static List<X509Certificate> union(
            List<X509Certificate> anchors, List<X509Certificate> before, Instant now) {
        List<X509Certificate> all = new ArrayList<>(anchors);
        before.stream()
                .filter(each -> !all.contains(each) && now.isBefore(end(each)))
                .forEach(all::add);
        return all;
    }

    private static Instant earliest(Instant... moments) {
        return Stream.of(moments).min(Instant::compareTo).orElseThrow();
    }
}
