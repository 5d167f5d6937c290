package io.carestack.operator.stack;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.app.ComponentReferences;
import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveRedis;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.ChildCaches;
import io.carestack.operator.kube.ChildVersions;
import io.carestack.operator.kube.InstalledKinds;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.ReferenceWatches;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.kube.StatusClient;
import io.carestack.operator.monitoring.AlertSecrets;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the caches know of the cluster, one stack at a time. */
public final class StackCluster {
    private final ChildCaches caches;
    private final ChildVersions versions;
    private final ReferenceWatches references;
    private final InstalledKinds kinds;
    private final StatusClient statuses;
    private final StackTriggers triggers;

    public StackCluster(
            ChildCaches caches,
            ChildVersions versions,
            ReferenceWatches references,
            InstalledKinds kinds,
            StatusClient statuses,
            StackTriggers triggers) {
        this.caches = caches;
        this.versions = versions;
        this.references = references;
        this.kinds = kinds;
        this.statuses = statuses;
        this.triggers = triggers;
    }

    List<EventSource<?, CareStack>> prepare(EventSourceContext<CareStack> context) {
        return caches.prepare(context);
    }

    /** Forgets the watches of stacks that are gone, and returns the uids of those stacks. */
    List<String> forgotten(CareStack resource, Context<CareStack> context) {
        List<String> gone = new ArrayList<>();
        triggers.remember(
                        ResourceID.fromResource(resource),
                        resource.getMetadata().getUid())
                .ifPresent(gone::add);
        triggers.forgetUnless(known -> context.getPrimaryCache().get(known).isPresent())
                .forEach((id, uid) -> {
                    references.forget(id);
                    versions.forget(id);
                    gone.add(uid);
                });
        return gone;
    }

    /** A pass begins: follows what the stack refers to and the optional kinds, which may have to wait for a first look. */
    References follow(EffectiveStack stack, CareStack resource, Context<CareStack> context) {
        versions.begin(ResourceID.fromResource(resource));
        caches.follow(kinds.installed(), context.eventSourceRetriever());
        return references.follow(ResourceID.fromResource(resource), foreign(stack));
    }

    /** The first look of a pass, on which it plans. */
    StackObservation look(CareStack resource, References followed) {
        StackObservation seen = observe(resource, followed);
        versions.saw(ResourceID.fromResource(resource), seen.children());
        return seen;
    }

    /** Another look, from the caches alone. */
    StackObservation observe(CareStack resource, References followed) {
        return new StackObservation(caches.of(resource), followed, kinds.installed());
    }

    /** The pass is over, however it ended. */
    void end(CareStack resource) {
        versions.end(ResourceID.fromResource(resource));
    }

    /** The status of the stack, kept in step with the cache of CareStacks. */
    StackMemory memory(CareStack resource, Context<CareStack> context) {
        return new StackMemory(
                statuses,
                resource,
                (before, after) -> context.eventSourceRetriever()
                        .getControllerEventSource()
                        .handleRecentResourceUpdate(ResourceID.fromResource(after), after, before));
    }

    /** What the stack refers to, without the Secrets that the operator itself makes. */
    private static Set<Reference> foreign(EffectiveStack stack) {
        Set<Reference> foreign = new HashSet<>(ComponentReferences.of(stack));
        foreign.addAll(AlertSecrets.of(stack));
        switch (stack.database()) {
            case Database.External external -> foreign.add(new Reference(Kind.Secret, external.secretName()));
            case Database.Managed managed -> {
                managed.credentialsSecret().ifPresent(name -> foreign.add(new Reference(Kind.Secret, name)));
                managed.tls().secretName().ifPresent(name -> foreign.add(new Reference(Kind.Secret, name)));
            }
            case Database.None none -> {}
        }
        for (EffectiveRedis redis : stack.redis()) {
            redis.credentialsSecret().ifPresent(name -> foreign.add(new Reference(Kind.Secret, name)));
        }
        Names names = new Names(stack.name());
        foreign.remove(new Reference(Kind.Secret, names.postgresConnection()));
        stack.redis().forEach(redis -> foreign.remove(new Reference(Kind.Secret, names.redisConnection(redis.name()))));
        return foreign;
    }
}
