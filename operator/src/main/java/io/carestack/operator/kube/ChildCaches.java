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
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

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
            Job.class,
            NetworkPolicy.class,
            Ingress.class);

    private final ChildVersions versions;
    private final Set<String> namespaces;
    private final Map<String, Map<String, InformerEventSource<? extends HasMetadata, CareStack>>> sources =
            new ConcurrentHashMap<>();

    /**
     * @param versions told of every own write, and asked which events start a pass
     * @param namespaces to watch; empty means all of them
     */
    public ChildCaches(ChildVersions versions, Set<String> namespaces) {
        this.versions = versions;
        this.namespaces = namespaces.isEmpty() ? Constants.WATCH_ALL_NAMESPACE_SET : Set.copyOf(namespaces);
    }

    /** The event sources for each kind that every cluster has; to be called once, when the controller is registered. */
    public List<EventSource<?, CareStack>> prepare(EventSourceContext<CareStack> context) {
        List<EventSource<?, CareStack>> prepared = new ArrayList<>();
        for (Class<? extends HasMetadata> kind : KINDS) {
            prepared.addAll(prepare(kind, context));
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
                Map<String, InformerEventSource<? extends HasMetadata, CareStack>> started = start(
                        kind.kind(),
                        GenericKubernetesResource.class,
                        () -> InformerEventSourceConfiguration.from(
                                new GroupVersionKind(kind.group(), kind.version(), kind.kind()), CareStack.class),
                        retriever.eventSourceContextForDynamicRegistration());
                started.values().forEach(retriever::dynamicallyRegisterEventSource);
                sources.put(kind.kind(), started);
            } else if (!installed.contains(kind)) {
                Optional.ofNullable(sources.remove(kind.kind()))
                        .ifPresent(gone -> gone.keySet()
                                .forEach(namespace -> retriever.dynamicallyDeRegisterEventSource(
                                        sourceName(kind.kind(), namespace))));
            }
        }
    }

    /** The stack's children as last seen. */
    public Children of(CareStack stack) {
        List<HasMetadata> children = new ArrayList<>();
        for (String kind : sources.keySet()) {
            source(kind, stack.getMetadata().getNamespace())
                    .ifPresent(source -> children.addAll(source.getSecondaryResources(stack)));
        }
        return new Children(children);
    }

    /** A child of any stack, as last seen. */
    public Optional<HasMetadata> find(String kind, String namespace, String name) {
        return source(kind, namespace)
                .flatMap(source -> source.get(new ResourceID(name, namespace)).map(HasMetadata.class::cast));
    }

    /** Puts the answer to an own write into the cache, so that the next pass sees at least that. */
    public <T extends HasMetadata> void wrote(Optional<HasMetadata> before, T after) {
        versions.wrote(after);
        @SuppressWarnings("unchecked")
        Optional<InformerEventSource<T, CareStack>> found = source(
                        after.getKind(), after.getMetadata().getNamespace())
                .map(each -> (InformerEventSource<T, CareStack>) each);
        found.ifPresent(source -> wrote(source, before, after));
    }

    private static <T extends HasMetadata> void wrote(
            InformerEventSource<T, CareStack> source, Optional<HasMetadata> before, T after) {
        ResourceID id = ResourceID.fromResource(after);
        @SuppressWarnings("unchecked")
        Optional<T> previous = (Optional<T>) before;
        previous.ifPresentOrElse(
                old -> source.handleRecentResourceUpdate(id, after, old),
                () -> source.handleRecentResourceCreate(id, after));
    }

    private <T extends HasMetadata> List<EventSource<?, CareStack>> prepare(
            Class<T> kind, EventSourceContext<CareStack> context) {
        Map<String, InformerEventSource<? extends HasMetadata, CareStack>> prepared = start(
                HasMetadata.getKind(kind),
                kind,
                () -> InformerEventSourceConfiguration.from(kind, CareStack.class),
                context);
        sources.put(HasMetadata.getKind(kind), prepared);
        return List.copyOf(prepared.values());
    }

    /** One for each namespace, with a store of its own: after each list, an informer takes everything that is not in the answer out of its store. */
    private <T extends HasMetadata> Map<String, InformerEventSource<? extends HasMetadata, CareStack>> start(
            String kind,
            Class<T> type,
            Supplier<InformerEventSourceConfiguration.Builder<T>> configuration,
            EventSourceContext<CareStack> context) {
        Map<String, InformerEventSource<? extends HasMetadata, CareStack>> started = new HashMap<>();
        for (String namespace : namespaces) {
            started.put(
                    namespace,
                    new InformerEventSource<>(
                            configuration
                                    .get()
                                    .withName(sourceName(kind, namespace))
                                    .withNamespaces(Set.of(namespace))
                                    .withLabelSelector(Labels.MANAGED_BY + "=" + Labels.OPERATOR)
                                    .withSecondaryToPrimaryMapper(ChildCaches::stackOf)
                                    .withItemStore(new PackedItemStore<>(type))
                                    .withInformerListLimit(PAGE)
                                    .withOnAddFilter(versions::isNews)
                                    .withOnUpdateFilter((after, before) -> versions.isNews(after))
                                    .build(),
                            context));
        }
        return started;
    }

    private Optional<InformerEventSource<? extends HasMetadata, CareStack>> source(String kind, String namespace) {
        return Optional.ofNullable(sources.get(kind))
                .map(each -> each.getOrDefault(namespace, each.get(Constants.WATCH_ALL_NAMESPACES)));
    }

    private static String sourceName(String kind, String namespace) {
        return namespace.equals(Constants.WATCH_ALL_NAMESPACES) ? kind : kind + "@" + namespace;
    }

    static Set<ResourceID> stackOf(HasMetadata child) {
        Map<String, String> labels = child.getMetadata().getLabels();
        String stack = labels == null ? null : labels.get(Labels.STACK);
        return stack == null
                ? Set.of()
                : Set.of(new ResourceID(stack, child.getMetadata().getNamespace()));
    }
}
