package io.carestack.operator.postgres;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.StackHealth;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Optional;

/** A database that hibernates: everything is there but the pods. Pure. */
final class Sleep {
    private Sleep() {}

    /** Whether the pods of the database may be gone by the status: it was written before they went. */
    static boolean asleep(Optional<PostgresStatus> status) {
        return status.map(PostgresStatus::hibernated)
                .filter(Boolean::booleanValue)
                .isPresent();
    }

    /** The status that lets the pods go. The memory of the protocol stays as it is. */
    static PostgresStatus of(PostgresStatus status, int instances) {
        return new PostgresStatus(
                "0/" + instances,
                status.primary(),
                status.term(),
                status.epoch(),
                status.candidate(),
                status.promoted(),
                status.systemIdentifier(),
                status.records(),
                null,
                null,
                null,
                status.quorum(),
                status.lastFailover(),
                true);
    }

    /** The same objects without pods. */
    static List<HasMetadata> withoutPods(List<HasMetadata> objects) {
        return objects.stream().map(Sleep::withoutPods).toList();
    }

    private static HasMetadata withoutPods(HasMetadata object) {
        if (object instanceof StatefulSet set) {
            return new StatefulSetBuilder(set)
                    .editSpec()
                    .withReplicas(0)
                    .endSpec()
                    .build();
        }
        return object instanceof Deployment pooler
                ? new DeploymentBuilder(pooler)
                        .editSpec()
                        .withReplicas(0)
                        .endSpec()
                        .build()
                : object;
    }

    /** Told while the pods go, and when they are gone. */
    static ConditionValue condition(boolean gone) {
        return gone
                ? ConditionValue.no(
                        PostgresResult.DATABASE_READY,
                        StackHealth.HIBERNATED,
                        "stopped with everything on disk, because spec.hibernate is true")
                : ConditionValue.no(PostgresResult.DATABASE_READY, "Hibernating", "the instances are being stopped");
    }

    /** Told before. */
    static ConditionValue goingToSleep(ConditionValue awake) {
        return ConditionValue.no(
                PostgresResult.DATABASE_READY,
                "Hibernating",
                awake.reason().equals("Working") ? "the database is being written out" : awake.message());
    }
}
