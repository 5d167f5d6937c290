package io.carestack.operator.postgres.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the servers' certificate shall come from. */
sealed interface CertificateWish {

    /**
     * From an authority of the stack's own.
     *
     * @param authority its certificate; empty while there is none
     * @param names that the servers' certificate must have
     */
    record Own(Optional<X509Certificate> authority, Set<String> names) implements CertificateWish {
        public Own {
            names = Set.copyOf(names);
        }
    }

    /**
     * From a Secret of the user.
     *
     * @param identity that the servers shall have
     * @param anchors its {@code ca.crt}
     */
    record Given(Identity identity, List<X509Certificate> anchors) implements CertificateWish {
        public Given {
            anchors = List.copyOf(anchors);
        }
    }
}
