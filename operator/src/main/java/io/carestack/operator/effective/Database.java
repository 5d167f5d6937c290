package io.carestack.operator.effective;

import io.carestack.operator.api.PodSettings;
import io.carestack.operator.api.Postgres.PoolMode;
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
     * @param credentialsSecret the user's Secret with the owner's credentials; empty for a generated one
     */
    record Managed(
            String image,
            int instances,
            String database,
            String owner,
            String storageSize,
            Optional<String> storageClass,
            int synchronousReplicas,
            Map<String, String> parameters,
            List<String> hba,
            EffectiveResources resources,
            Optional<PodSettings> pod,
            Optional<String> credentialsSecret,
            Optional<Pooler> pooler)
            implements Database {}

    /** PgBouncer in front of the primary. */
    record Pooler(String image, int instances, PoolMode mode, int maxClientConnections, int poolSize) {}
}
