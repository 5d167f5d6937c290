package io.carestack.operator.postgres;

import io.carestack.operator.postgres.plan.Encryption;
import java.util.Optional;

/**
 * How the operator logs in to the instances of a stack.
 *
 * @param password of the superuser
 * @param encryption what the instances were told about it
 * @param trusted PEM of the certificates by which instances are known; empty while there are none
 */
record OperatorLogin(String password, Encryption encryption, Optional<String> trusted) {
    @Override
    public String toString() {
        return "OperatorLogin[" + encryption + "]";
    }
}
