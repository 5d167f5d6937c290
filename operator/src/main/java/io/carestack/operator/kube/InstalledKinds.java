package io.carestack.operator.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which optional kinds the cluster has, and notices when one appears or goes.
 *
 * <p>It watches the CustomResourceDefinitions by name; where the operator may not (it was installed for single namespaces), it asks the discovery
 * API every few minutes instead.
 */
public final class InstalledKinds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstalledKinds.class);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration POLL = Duration.ofMinutes(5);

    private final KubernetesClient client;
    private final Runnable changed;
    private final Map<OptionalKind, SharedIndexInformer<GenericKubernetesResource>> definitions =
            new EnumMap<>(OptionalKind.class);
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("installed-kinds").factory());
    private volatile Set<OptionalKind> installed = Set.of();

    /** @param changed run after the set of installed kinds has changed */
    public InstalledKinds(KubernetesClient client, Runnable changed) {
        this.client = client;
        this.changed = changed;
    }

    /** Looks once, and then goes on looking. */
    public void start() {
        installed = discover();
        try {
            for (OptionalKind kind : OptionalKind.values()) {
                definition(kind).get();
            }
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            LOG.info("CustomResourceDefinitions may not be watched; optional kinds are looked for every {}", POLL);
            poller.scheduleWithFixedDelay(this::poll, POLL.toSeconds(), POLL.toSeconds(), TimeUnit.SECONDS);
            return;
        }
        for (OptionalKind kind : OptionalKind.values()) {
            definitions.put(kind, watch(kind));
        }
    }

    /** The optional kinds that the cluster has now. */
    public Set<OptionalKind> installed() {
        return installed;
    }

    @Override
    public void close() {
        poller.shutdownNow();
        definitions.values().forEach(SharedIndexInformer::close);
    }

    private SharedIndexInformer<GenericKubernetesResource> watch(OptionalKind kind) {
        SharedIndexInformer<GenericKubernetesResource> informer = definition(kind)
                .runnableInformer(0)
                .itemStore(PrunedItemStore.keeping(InstalledKinds::conditionsOnly))
                .exceptionHandler((started, failure) -> true)
                .addEventHandler(new ResourceEventHandler<>() {
                    @Override
                    public void onAdd(GenericKubernetesResource definition) {
                        update(kind, isEstablished(definition));
                    }

                    @Override
                    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
                        update(kind, isEstablished(after));
                    }

                    @Override
                    public void onDelete(GenericKubernetesResource definition, boolean finalStateUnknown) {
                        update(kind, false);
                    }
                });
        informer.start();
        return informer;
    }

    private Resource<GenericKubernetesResource> definition(OptionalKind kind) {
        return client.genericKubernetesResources("apiextensions.k8s.io/v1", "CustomResourceDefinition")
                .withName(kind.definition());
    }

    private synchronized void update(OptionalKind kind, boolean isInstalled) {
        Set<OptionalKind> next = EnumSet.noneOf(OptionalKind.class);
        next.addAll(installed);
        boolean differs = isInstalled ? next.add(kind) : next.remove(kind);
        if (differs) {
            installed = Set.copyOf(next);
            LOG.info("kind {} is {} installed", kind.kind(), isInstalled ? "now" : "no longer");
            changed.run();
        }
    }

    private void poll() {
        try {
            Set<OptionalKind> found = discover();
            for (OptionalKind kind : OptionalKind.values()) {
                update(kind, found.contains(kind));
            }
        } catch (KubernetesClientException e) {
            LOG.debug("discovery failed; it is tried again", e);
        }
    }

    private Set<OptionalKind> discover() {
        Set<OptionalKind> found = EnumSet.noneOf(OptionalKind.class);
        for (OptionalKind kind : OptionalKind.values()) {
            if (client.supports(kind.apiVersion(), kind.kind())) {
                found.add(kind);
            }
        }
        return Set.copyOf(found);
    }

    private static boolean isEstablished(GenericKubernetesResource definition) {
        JsonNode status =
                MAPPER.valueToTree(definition.getAdditionalProperties().get("status"));
        for (JsonNode condition : status.path("conditions")) {
            if ("Established".equals(condition.path("type").asText())
                    && "True".equals(condition.path("status").asText())) {
                return true;
            }
        }
        return false;
    }

    /** Schemas of such definitions have hundreds of kilobytes. */
    private static GenericKubernetesResource conditionsOnly(GenericKubernetesResource definition) {
        definition.getAdditionalProperties().remove("spec");
        definition.getMetadata().setManagedFields(null);
        return definition;
    }
}
