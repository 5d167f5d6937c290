package io.carestack.operator.rollout.execute;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.OptionalKind;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.ReleaseClient;
import io.carestack.operator.rollout.observe.RolloutObjects;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the objects of a release. */
public final class RolloutReader {
    private final ReleaseClient client;
    private final ApiWriter writer;

    public RolloutReader(ReleaseClient client, ApiWriter writer) {
        this.client = client;
        this.writer = writer;
    }

    /** From the caches alone: enough to see that nothing is to be done. */
    public static RolloutObjects cached(Children children) {
        return new RolloutObjects(
                children.all(Service.class),
                children.all(Deployment.class),
                children.all(HorizontalPodAutoscaler.class),
                List.of(),
                routes(children),
                List.of(),
                children.all(Job.class),
                children.all(Pod.class));
    }

    /** HTTPRoutes of the entry point, where the cluster has that kind. */
    public static List<GenericKubernetesResource> routes(Children children) {
        return children.objects().stream()
                .filter(child -> OptionalKind.HTTP_ROUTE.kind().equals(child.getKind()))
                .map(GenericKubernetesResource.class::cast)
                .toList();
    }

    /**
     * As the API server has them now. Pods too: a cache that is behind would say of a Deployment whose pods are ready that none is.
     *
     * @param components of the spec and of the releases
     * @param underWay whether ReplicaSets and pods count
     * @param routed whether HTTPRoutes count
     */
    public RolloutObjects read(Owner owner, Set<String> components, boolean underWay, boolean routed) {
        Names names = new Names(owner.name());
        List<Service> services = new ArrayList<>(client.services(owner));
        List<Deployment> deployments = new ArrayList<>(client.deployments(owner));
        for (String component : components) {
            find(Service.class, owner, component, names.component(component), services);
            for (Color color : Color.values()) {
                find(Deployment.class, owner, component, names.deployment(component, color), deployments);
            }
        }
        return new RolloutObjects(
                services,
                deployments,
                client.autoscalers(owner),
                client.slices(owner, components.stream().map(names::component).collect(Collectors.toSet())),
                routed ? client.routes(owner) : List.<GenericKubernetesResource>of(),
                underWay ? client.replicaSets(owner) : List.<ReplicaSet>of(),
                client.jobs(owner),
                underWay ? client.pods(owner) : List.<Pod>of());
    }

    /** An object without its labels is still there, and still ours; it gets them back. */
    private <T extends HasMetadata> void find(
            Class<T> type, Owner owner, String component, String name, List<T> listed) {
        if (listed.stream().anyMatch(each -> name.equals(each.getMetadata().getName()))) {
            return;
        }
        client.named(type, owner, name).filter(owner::owns).ifPresent(found -> {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            ObjectNode labels = patch.putObject("metadata").putObject("labels");
            Labels.common(owner.name(), component).forEach(labels::put);
            listed.add(writer.patch(type, owner.namespace(), name, patch));
        });
    }
}
