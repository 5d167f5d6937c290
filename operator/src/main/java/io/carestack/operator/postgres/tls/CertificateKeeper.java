package io.carestack.operator.postgres.tls;

import io.carestack.operator.postgres.design.Shape;
import io.carestack.operator.status.Problem;
import io.carestack.operator.store.Digest;
import io.carestack.operator.store.Secrets;
import io.fabric8.kubernetes.api.model.Secret;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the certificates of a stack valid. It writes them itself, in a paused stack too: a certificate runs out whether or not somebody wants changes.
 *
 * <p>Servers are only ever given what was looked at and found to work: a user's certificate is copied, never mounted from the user's own Secret.
 */
public final class CertificateKeeper {
    /** An authority, then a server's certificate; a change of the user's Secret takes as many steps at most. */
    private static final int STEPS = 4;

    private final Secrets secrets;
    private final CertificateIssuer issuer;
    private final Clock clock;

    public CertificateKeeper(Secrets secrets, SecureRandom random, Clock clock) {
        this.secrets = secrets;
        this.issuer = new CertificateIssuer(random);
        this.clock = clock;
    }

    /** The certificates, renewed if their time has come. */
    public Certificates keep(Shape shape) {
        Instant now = clock.instant();
        List<Problem> problems = new ArrayList<>();
        Optional<Instant> due = Optional.empty();
        for (int count = 0; count < STEPS && due.isEmpty() && problems.isEmpty(); count++) {
            Optional<Identity> authority = authority(shape);
            Optional<CertificateWish> wish = wish(shape, authority, now, problems);
            if (wish.isEmpty()) {
                break;
            }
            Optional<Served> served = served(shape);
            switch (CertificatePlanner.plan(wish.get(), served, now)) {
                case CertificateStep.Keep keep -> due = Optional.of(keep.until());
                case CertificateStep.MakeAuthority make -> {
                    Secret secret = TlsSecret.ofAuthority(
                            shape, issuer.authority(shape.stack().name(), now));
                    if (authority.isPresent()) {
                        secrets.put(secret).ifPresent(problems::add);
                    } else {
                        secrets.create(secret);
                    }
                }
                case CertificateStep.Serve serve ->
                    secrets.put(TlsSecret.of(shape, serve(shape, wish.get(), authority, served, serve, now)))
                            .ifPresent(problems::add);
            }
        }
        return result(shape, problems, due);
    }

    private Certificates result(Shape shape, List<Problem> problems, Optional<Instant> due) {
        List<Secret> kept = new ArrayList<>();
        if (isOwn(shape)) {
            authority(shape).map(found -> TlsSecret.ofAuthority(shape, found)).ifPresent(kept::add);
        }
        Optional<Served> served = served(shape);
        served.map(found -> TlsSecret.of(shape, found)).ifPresent(kept::add);
        return new Certificates(
                served.map(found -> Pem.of(found.trusted())),
                served.map(found -> Digest.of(Pem.of(found.identity().chain()) + Pem.of(found.trusted())))
                        .orElse(""),
                kept,
                problems,
                due.filter(moment -> moment.isBefore(Instant.MAX)));
    }

    private Optional<CertificateWish> wish(
            Shape shape, Optional<Identity> authority, Instant now, List<Problem> problems) {
        if (isOwn(shape)) {
            return Optional.of(new CertificateWish.Own(authority.map(Identity::certificate), ServerNames.all(shape)));
        }
        String name = shape.database().tls().secretName().orElseThrow();
        GivenCertificate given =
                GivenCertificate.of(name, secrets.find(shape.stack().namespace(), name), ServerNames.used(shape), now);
        given.problem().ifPresent(problems::add);
        return given.wish().map(CertificateWish.class::cast);
    }

    private Served serve(
            Shape shape,
            CertificateWish wish,
            Optional<Identity> authority,
            Optional<Served> before,
            CertificateStep.Serve serve,
            Instant now) {
        Identity identity = serve.another()
                ? switch (wish) {
                    case CertificateWish.Own own ->
                        issuer.server(authority.orElseThrow(), shape.names().postgres(), own.names(), now);
                    case CertificateWish.Given given -> given.identity();
                }
                : before.orElseThrow().identity();
        boolean same = before.filter(found -> found.trusted().equals(serve.trusted())
                        && issuer(found.identity()).equals(issuer(identity)))
                .isPresent();
        return new Served(identity, serve.trusted(), same ? before.orElseThrow().since() : now);
    }

    private static Object issuer(Identity identity) {
        X509Certificate last = identity.chain().getLast();
        return last.getIssuerX500Principal();
    }

    private Optional<Identity> authority(Shape shape) {
        return isOwn(shape)
                ? secrets.known(shape.stack().namespace(), shape.names().postgresAuthority())
                        .flatMap(TlsSecret::authority)
                : Optional.empty();
    }

    private Optional<Served> served(Shape shape) {
        return secrets.known(shape.stack().namespace(), shape.names().postgresTls())
                .flatMap(TlsSecret::served);
    }

    private static boolean isOwn(Shape shape) {
        return shape.database().tls().secretName().isEmpty();
    }
}
