package io.carestack.operator.postgres.design;

import io.carestack.operator.postgres.plan.Encryption;

/** {@code pg_hba.conf} of every instance: who may log in from where, first match wins, everybody else is refused. */
public final class HostBasedAuthentication {
    private HostBasedAuthentication() {}

    /** The whole file. */
    public static String text(Shape shape) {
        String internal = shape.encryption() == Encryption.DEMANDED ? "hostssl" : "host";
        boolean required = shape.database().tls().required() && shape.encryption() == Encryption.DEMANDED;
        StringBuilder text = new StringBuilder("""
                # Made by the operator; additional lines come from spec.postgres.hba.
                local all postgres peer map=carestack
                %1$s all postgres all scram-sha-256
                %1$s replication carestack_replication all scram-sha-256
                %1$s postgres carestack_replication all scram-sha-256
                """.formatted(internal));
        if (shape.database().exporter().enabled()) {
            text.append("host all %1$s 127.0.0.1/32 scram-sha-256\nhost all %1$s ::1/128 scram-sha-256\n"
                    .formatted(Shape.EXPORTER_ROLE));
        }
        text.append("%s \"%s\" \"%s\" all scram-sha-256\n"
                .formatted(
                        required ? "hostssl" : "host",
                        shape.database().database(),
                        shape.database().owner()));
        shape.database().hba().forEach(line -> text.append(line.strip()).append('\n'));
        return text.append("host all all all reject\n").toString();
    }
}
