package io.carestack.operator.postgres.design;

/** {@code pg_hba.conf} of every instance: who may log in from where, first match wins, everybody else is refused. */
public final class HostBasedAuthentication {
    private HostBasedAuthentication() {}

    /** The whole file. */
    public static String text(Shape shape) {
        StringBuilder text = new StringBuilder("""
                # Made by the operator; additional lines come from spec.postgres.hba.
                local all postgres peer map=carestack
                host all postgres all scram-sha-256
                host replication carestack_replication all scram-sha-256
                host postgres carestack_replication all scram-sha-256
                """);
        text.append("host \"%s\" \"%s\" all scram-sha-256\n"
                .formatted(shape.database().database(), shape.database().owner()));
        shape.database().hba().forEach(line -> text.append(line.strip()).append('\n'));
        return text.append("host all all all reject\n").toString();
    }
}
