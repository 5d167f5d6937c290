package io.carestack.operator.effective;

import io.carestack.operator.api.DeletionPolicy;
import io.carestack.operator.api.Entry;
import io.carestack.operator.api.Monitoring;
import io.carestack.operator.api.StackSize;
import io.carestack.operator.kube.Owner;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One stack with every default filled in.
 *
 * @param owner the CareStack itself, as owner of its children
 * @param hibernate nothing of the stack shall run
 * @param ingressNamespaces labels of namespaces that may reach the components; empty means every namespace
 */
public record EffectiveStack(
        Owner owner,
        StackSize size,
        boolean paused,
        boolean hibernate,
        DeletionPolicy deletionPolicy,
        List<EffectiveComponent> components,
        EffectiveRollout rollout,
        Optional<Entry> entry,
        Database database,
        List<EffectiveRedis> redis,
        Monitoring monitoring,
        boolean networkPolicies,
        List<Map<String, String>> ingressNamespaces,
        boolean egress) {

    /** Name of the CareStack. */
    public String name() {
        return owner.name();
    }

    /** Namespace of the CareStack and of all its children. */
    public String namespace() {
        return owner.namespace();
    }

    /** Whether volumes and generated credentials outlive the CareStack. */
    public boolean retainsData() {
        return deletionPolicy == DeletionPolicy.RETAIN;
    }
}
