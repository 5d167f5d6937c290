package io.carestack.operator.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads past every cache what a release is decided on, and starts and ends its Jobs. */
public final class ReleaseClient {
    private final KubernetesClient client;
    private final RequestsInFlight requests;

    public ReleaseClient(KubernetesClient client, RequestsInFlight requests) {
        this.client = client;
        this.requests = requests;
    }

    /** Services of a stack. */
    public List<Service> services(Owner owner) {
        return ofStack(Service.class, owner);
    }

    /** Deployments of a stack. */
    public List<Deployment> deployments(Owner owner) {
        return ofStack(Deployment.class, owner);
    }

    /** Autoscalers of a stack. */
    public List<HorizontalPodAutoscaler> autoscalers(Owner owner) {
        return ofStack(HorizontalPodAutoscaler.class, owner);
    }

    /** HTTPRoutes of a stack; none where the cluster lacks that kind. */
    public List<GenericKubernetesResource> routes(Owner owner) {
        OptionalKind kind = OptionalKind.HTTP_ROUTE;
        try {
            return requests.send(() -> client.genericKubernetesResources(kind.apiVersion(), kind.kind())
                    .inNamespace(owner.namespace())
                    .withLabel(Labels.STACK, owner.name())
                    .list()
                    .getItems());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /** ReplicaSets of the Deployments of a stack. */
    public List<ReplicaSet> replicaSets(Owner owner) {
        return ofStack(ReplicaSet.class, owner);
    }

    /** Pods of a stack. */
    public List<Pod> pods(Owner owner) {
        return ofStack(Pod.class, owner);
    }

    /** Jobs that run for releases of a stack. */
    public List<Job> jobs(Owner owner) {
        return ofStack(Job.class, owner).stream()
                .filter(job -> Labels.TASKS.equals(job.getMetadata().getLabels().get(Labels.COMPONENT)))
                .toList();
    }

    /** EndpointSlices of these Services. */
    public List<EndpointSlice> slices(Owner owner, Set<String> services) {
        return services.isEmpty()
                ? List.of()
                : requests.send(() -> client.resources(EndpointSlice.class)
                        .inNamespace(owner.namespace())
                        .withLabelIn("kubernetes.io/service-name", services.toArray(String[]::new))
                        .list()
                        .getItems());
    }

    /** Quotas of a stack's namespace. */
    public List<ResourceQuota> quotas(Owner owner) {
        return requests.send(() -> client.resources(ResourceQuota.class)
                .inNamespace(owner.namespace())
                .list()
                .getItems());
    }

    /** A Secret of a user. */
    public Optional<Secret> secret(Owner owner, String name) {
        return named(Secret.class, owner, name);
    }

    /** A ConfigMap of a user. */
    public Optional<ConfigMap> configMap(Owner owner, String name) {
        return named(ConfigMap.class, owner, name);
    }

    /** An object that its labels do not show. */
    public <T extends HasMetadata> Optional<T> named(Class<T> type, Owner owner, String name) {
        return Optional.ofNullable(requests.send(() -> client.resources(type)
                .inNamespace(owner.namespace())
                .withName(name)
                .get()));
    }

    /** Starts a Job; one that runs already is left alone. */
    public void start(Job job) {
        requests.send(() -> {
            try {
                return client.resource(job).create();
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
                return job;
            }
        });
    }

    /** Ends a Job; it is gone when its pods are. */
    public void end(Job job) {
        requests.send(() -> client.resource(job)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete());
    }

    private <T extends HasMetadata> List<T> ofStack(Class<T> type, Owner owner) {
        return requests.send(() -> client.resources(type)
                .inNamespace(owner.namespace())
                .withLabel(Labels.MANAGED_BY, Labels.OPERATOR)
                .withLabel(Labels.STACK, owner.name())
                .list()
                .getItems());
    }
}
