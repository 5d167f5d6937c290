package io.carestack.operator.postgres.plan;

import io.carestack.operator.api.Postgres.Durability;
import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.effective.Database.Failover;
import java.util.Optional;

/**
 * What the spec asks of the protocol.
 *
 * @param name of the StatefulSet and of its headless Service
 * @param namespace of the stack
 * @param instances one primary and its replicas
 * @param required members that must have a commit on disk before it is acknowledged
 * @param durability whether commits wait for members that are not there
 * @param fingerprint of the configuration
 * @param failover when another instance takes over
 * @param switchoverTo the instance that shall take writes; empty when any may
 * @param restarts whether instances may be restarted to become what the spec says
 * @param encryption what the instances are told about it
 */
public record Wanted(
        String name,
        String namespace,
        int instances,
        int required,
        Durability durability,
        String fingerprint,
        Failover failover,
        Optional<String> switchoverTo,
        boolean restarts,
        Encryption encryption) {
    /** Certificates by which replicas know their primary; the kubelet keeps them up to date. */
    private static final String TRUSTED = "/run/carestack/tls/ca.crt";

    /** Password file that the entrypoint keeps for the WAL receiver. */
    private static final String PASSFILE = "/run/carestack/state/pgpass";

    /** Name of the instance with this ordinal. */
    public String instance(int ordinal) {
        return name + "-" + ordinal;
    }

    /** The instance that a person orders to be promoted in this term. */
    Optional<String> forced(long term) {
        return failover.forcePromote().filter(force -> force.term() == term).map(force -> force.instance());
    }

    boolean includes(Instance instance) {
        return instance.ordinal() < instances;
    }

    boolean includes(String instance) {
        return ordinal(instance) < instances;
    }

    /** Members that must have a commit of this primary. One that shall leave can only hand over what somebody else has. */
    int required(String primary) {
        return includes(primary) ? required : Math.max(1, required);
    }

    boolean includes(Member member) {
        return includes(member.instance());
    }

    /** Number of the instance with this name. */
    public static int ordinal(String instance) {
        return Integer.parseInt(instance.substring(instance.lastIndexOf('-') + 1));
    }

    /** Replication slot of an instance on its primary. */
    static String slot(String instance) {
        return "carestack_" + ordinal(instance);
    }

    /** Name under which an instance streams: the term's when commits may wait for it, otherwise one that no commit ever waits for. */
    static String streamName(String instance, QuorumRecord record, String incarnation) {
        boolean counts = record.members().contains(new Member(instance, incarnation));
        return instance + "_t" + (counts ? record.term() : 0);
    }

    /** {@code primary_conninfo} of an instance that streams under this name. */
    String conninfo(String primary, String streamName) {
        return ("host=%s.%s.%s.svc port=5432 user=carestack_replication passfile=%s application_name=%s connect_timeout=2"
                                + " keepalives_idle=5 keepalives_interval=2 keepalives_count=3 tcp_user_timeout=5000")
                        .formatted(primary, name, namespace, PASSFILE, streamName)
                + (encryption == Encryption.DEMANDED ? " sslmode=verify-full sslrootcert=" + TRUSTED : "");
    }
}
