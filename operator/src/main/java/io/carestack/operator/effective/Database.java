package io.carestack.operator.effective;

import io.carestack.operator.api.PodSettings;
import io.carestack.operator.api.Postgres.Durability;
import io.carestack.operator.api.Postgres.PoolMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The database of a stack. */
public sealed interface Database {

    /** The stack has no database. */
    record None() implements Database {}

    /** Somebody else runs the database; the Secret says where. */
    record External(String secretName) implements Database {}

    /**
     * The operator runs PostgreSQL.
     *
     * @param storageClass empty for the cluster's default class
     * @param synchronousReplicas replicas that must have a commit on disk before it is acknowledged
     * @param durability whether commits wait for replicas that are not there
     * @param credentialsSecret the user's Secret with the owner's credentials; empty for a generated one
     * @param switchoverTo the instance that shall take writes; empty when any may
     */
    record Managed(
            String image,
            int instances,
            String database,
            String owner,
            String storageSize,
            Optional<String> storageClass,
            int synchronousReplicas,
            Durability durability,
            Map<String, String> parameters,
            List<String> hba,
            EffectiveResources resources,
            Optional<PodSettings> pod,
            Optional<String> credentialsSecret,
            Optional<Pooler> pooler,
            Failover failover,
            Optional<String> switchoverTo,
            Tls tls,
            Exporter exporter)
            implements Database {}

    /**
     * Encryption of connections.
     *
     * @param required clients that do not encrypt are refused
     * @param secretName the user's Secret with a certificate; empty when the operator makes certificates
     */
    record Tls(boolean enabled, boolean required, Optional<String> secretName) {}

    /**
     * Metrics of each instance.
     *
     * @param asked in what the spec itself departs from the defaults: only that is a reason to replace pods
     */
    record Exporter(boolean enabled, String image, EffectiveResources resources, List<String> asked) {
        public Exporter {
            asked = List.copyOf(asked);
        }
    }

    /**
     * When another instance takes over.
     *
     * @param delay how long the primary must have been lost
     */
    record Failover(boolean enabled, Duration delay, Optional<ForcePromote> forcePromote) {}

    /** A person's order to promote an instance in one term, whatever may be lost. */
    record ForcePromote(String instance, long term) {}

    /** PgBouncer in front of the primary. */
    record Pooler(String image, int instances, PoolMode mode, int maxClientConnections, int poolSize) {}
}
