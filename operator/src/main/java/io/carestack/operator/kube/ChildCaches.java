package io.carestack.operator.kube;

import io.carestack.operator.api.CareStack;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Watches the operator's own children, by label, and nothing else.
 *
 * <p>A child belongs to the stack that its label names, whether it has an owner reference (most) or outlives the stack (volumes, credentials).
 */
public final class ChildCaches {
    /** Objects per answer to a list: as many as a start has to hold unpacked, for each kind. */
    private static final long PAGE = 250;

    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            ConfigMap.class,
            Secret.class,
            ServiceAccount.class,
            Service.class,
            Deployment.class,
            StatefulSet.class,
            Pod.class,
            PersistentVolumeClaim.class,
            HorizontalPodAutoscaler.class,
            PodDisruptionBudget.class,
            NetworkPolicy.class,
            Ingress.class);

    private final Map<String, InformerEventSource<? extends HasMetadata, CareStack>> sources =
            new ConcurrentHashMap<>();
    private final ChildVersions versions;

    /** @param versions told of every own write, and asked which events start a pass */
    public ChildCaches(ChildVersions versions) {
        this.versions = versions;
    }

    /** One event source for each kind that every cluster has; to be called once, when the controller is registered. */
    public List<EventSource<?, CareStack>> prepare(EventSourceContext<CareStack> context) {
        List<EventSource<?, CareStack>> prepared = new ArrayList<>();
        for (Class<? extends HasMetadata> kind : KINDS) {
            prepared.add(prepare(kind, context));
        }
        return prepared;
    }

    /**
     * Starts to watch an optional kind that has appeared, and stops to watch one that is gone. Passes of several stacks notice at the same time;
     * the first one waits until the cache is filled, the others wait for the first.
     */
    public synchronized void follow(Set<OptionalKind> installed, EventSourceRetriever<CareStack> retriever) {
        for (OptionalKind kind : OptionalKind.values()) {
            if (installed.contains(kind) && !sources.containsKey(kind.kind())) {
                InformerEventSource<GenericKubernetesResource, CareStack> source = new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(
                                        new GroupVersionKind(kind.group(), kind.version(), kind.kind()),
                                        CareStack.class)
                                .withName(kind.kind())
                                .withLabelSelector(Labels.MANAGED_BY + "=" + Labels.OPERATOR)
                                .withSecondaryToPrimaryMapper(ChildCaches::stackOf)
                                .withItemStore(new PackedItemStore<>(GenericKubernetesResource.class))
                                .withInformerListLimit(PAGE)
                                .withOnAddFilter(versions::isNews)
                                .withOnUpdateFilter((after, before) -> versions.isNews(after))
                                .build(),
                        retriever.eventSourceContextForDynamicRegistration());
                retriever.dynamicallyRegisterEventSource(source);
                sources.put(kind.kind(), source);
            } else if (!installed.contains(kind) && sources.remove(kind.kind()) != null) {
                retriever.dynamicallyDeRegisterEventSource(kind.kind());
            }
        }
    }

    /** The stack's children as last seen. */
    public Children of(CareStack stack) {
        List<HasMetadata> children = new ArrayList<>();
        for (InformerEventSource<? extends HasMetadata, CareStack> source : sources.values()) {
            children.addAll(source.getSecondaryResources(stack));
        }
        return new Children(children);
    }

    /** A child of any stack, as last seen. */
    public Optional<HasMetadata> find(String kind, String namespace, String name) {
        return Optional.ofNullable(sources.get(kind))
                .flatMap(source -> source.get(new ResourceID(name, namespace)).map(HasMetadata.class::cast));
    }

    /** Puts the answer to an own write into the cache, so that the next pass sees at least that. */
    public <T extends HasMetadata> void wrote(Optional<HasMetadata> before, T after) {
        versions.wrote(after);
        @SuppressWarnings("unchecked")
        InformerEventSource<T, CareStack> source = (InformerEventSource<T, CareStack>) sources.get(after.getKind());
        if (source == null) {
            return;
        }
        ResourceID id = ResourceID.fromResource(after);
        @SuppressWarnings("unchecked")
        Optional<T> previous = (Optional<T>) before;
        previous.ifPresentOrElse(
                old -> source.handleRecentResourceUpdate(id, after, old),
                () -> source.handleRecentResourceCreate(id, after));
    }

    private <T extends HasMetadata> InformerEventSource<T, CareStack> prepare(
            Class<T> kind, EventSourceContext<CareStack> context) {
        InformerEventSource<T, CareStack> source = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(kind, CareStack.class)
                        .withName(HasMetadata.getKind(kind))
                        .withLabelSelector(Labels.MANAGED_BY + "=" + Labels.OPERATOR)
                        .withSecondaryToPrimaryMapper(ChildCaches::stackOf)
                        .withItemStore(new PackedItemStore<>(kind))
                        .withInformerListLimit(PAGE)
                        .withOnAddFilter(versions::isNews)
                        .withOnUpdateFilter((after, before) -> versions.isNews(after))
                        .withNamespacesInheritedFromController()
                        .build(),
                context);
        sources.put(HasMetadata.getKind(kind), source);
        return source;
    }

    static Set<ResourceID> stackOf(HasMetadata child) {
        Map<String, String> labels = child.getMetadata().getLabels();
        String stack = labels == null ? null : labels.get(Labels.STACK);
        return stack == null
                ? Set.of()
                : Set.of(new ResourceID(stack, child.getMetadata().getNamespace()));
    }
}
