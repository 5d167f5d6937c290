package io.carestack.operator.postgres.design;

import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveResources;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.postgres.plan.Encryption;
import io.carestack.operator.store.Digest;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What every design of a stack's PostgreSQL needs to know.
 *
 * @param replicas pods that the StatefulSet must have, which is more than the spec's instances while one of the rest still counts for commits
 * @param encryption what the instances are told about it
 */
public record Shape(EffectiveStack stack, Database.Managed database, int replicas, Encryption encryption) {
    /** Component label of the instances. */
    public static final String COMPONENT = "postgres";

    public static final int PORT = 5432;

    /** Base directory of everything that is mounted into a container beside the volume. */
    public static final String HOME = "/run/carestack";

    /** Role of the exporter, which may read statistics and nothing else. */
    public static final String EXPORTER_ROLE = "carestack_exporter";

    public static final String REPLICATION_ROLE = "carestack_replication";
    public static final String SUPERUSER = "postgres";

    public Owner owner() {
        return stack.owner();
    }

    public Names names() {
        return new Names(stack.name());
    }

    /** The same stack when its instances are told something else. */
    public Shape with(Encryption another) {
        return new Shape(stack, database, replicas, another);
    }

    /** Selects the pods of all instances. */
    public Map<String, String> selector() {
        return Labels.selector(stack.name(), COMPONENT);
    }

    /** DNS name of an instance, resolvable whether it is ready or not. */
    public String host(String instance) {
        return instance + "." + service(names().postgres());
    }

    /** DNS name of a Service of the stack. */
    public String service(String name) {
        return name + "." + stack.namespace() + ".svc";
    }

    /** Name of the instance with this ordinal. */
    public String instance(int ordinal) {
        return names().postgresInstance(ordinal);
    }

    /** Replicas that can be waited for: never all instances, because the primary does not count. */
    public int required() {
        return Math.min(database.synchronousReplicas(), database.instances() - 1);
    }

    /**
     * Fingerprint of what the spec says about the pods. A pod that was made with another one is to be replaced; one whose template differs only because
     * another version of the operator writes it otherwise runs on.
     */
    public String podFingerprint() {
        EffectiveResources resources = database.resources();
        List<String> parts = new ArrayList<>(List.of(
                database.image(),
                resources.cpuRequest(),
                resources.memoryRequest(),
                resources.cpuLimit(),
                resources.memoryLimit()));
        database.pod().map(Serialization::asJson).ifPresent(parts::add);
        parts.addAll(database.exporter().asked());
        return Digest.of(String.join("\n", parts));
    }

    /** Whether the image is one of Alpine's, which has other user ids. */
    public boolean alpine() {
        String image = database.image();
        return image.substring(image.lastIndexOf('/') + 1).contains("alpine");
    }
}
