package io.carestack.operator.postgres.tls;

import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The certificates of one stack as they are now.
 *
 * @param trusted PEM of the certificates by which its servers are known; empty while there are none
 * @param fingerprint of what the servers show, which changes with each certificate
 * @param secrets that hold them
 * @param problems of the user's Secret; what was served before still is
 * @param due when time alone asks for another look
 */
public record Certificates(
        Optional<String> trusted,
        String fingerprint,
        List<Secret> secrets,
        List<Problem> problems,
        Optional<Instant> due) {
    /** Of a stack that has none. */
    public static final Certificates NONE =
            new Certificates(Optional.empty(), "", List.of(), List.of(), Optional.empty());

    public Certificates {
        secrets = List.copyOf(secrets);
        problems = List.copyOf(problems);
    }

    @Override
    public String toString() {
        return "Certificates[" + fingerprint + "]";
    }
}
