package io.carestack.operator.rollout.observe;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.List;
import java.util.Optional;

/**
 * The objects of a stack that a release is about.
 *
 * @param slices of the live Services
 * @param routes HTTPRoutes of the entry point
 * @param replicaSets of the Deployments; may be left out while nothing is under way
 * @param jobs tasks of releases
 * @param pods of all components and tasks
 */
public record RolloutObjects(
        List<Service> services,
        List<Deployment> deployments,
        List<HorizontalPodAutoscaler> autoscalers,
        List<EndpointSlice> slices,
        List<GenericKubernetesResource> routes,
        List<ReplicaSet> replicaSets,
        List<Job> jobs,
        List<Pod> pods) {

    /** The Service of this name. */
    public Optional<Service> service(String name) {
        return named(services, name);
    }

    /** The Deployment of this name. */
    public Optional<Deployment> deployment(String name) {
        return named(deployments, name);
    }

    /** The autoscaler of this name. */
    public Optional<HorizontalPodAutoscaler> autoscaler(String name) {
        return named(autoscalers, name);
    }

    private static <T extends HasMetadata> Optional<T> named(List<T> objects, String name) {
        return objects.stream()
                .filter(object -> name.equals(object.getMetadata().getName()))
                .findFirst();
    }
}
