package io.carestack.operator.postgres.design;

import java.util.Optional;

/**
 * What clients need to know that is no part of the spec.
 *
 * @param password of the owner
 * @param trusted PEM of the certificates by which the servers are known; empty without TLS
 * @param certificates changes with the servers' certificate
 */
public record ConnectionDetails(String password, Optional<String> trusted, String certificates) {
    @Override
    public String toString() {
        return "ConnectionDetails[]";
    }
}
