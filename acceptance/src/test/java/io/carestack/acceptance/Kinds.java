package io.carestack.acceptance;

import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The kinds that children of a stack have. */
final class Kinds {
    private static final List<Class<? extends HasMetadata>> BUILT_IN = List.of(
            ConfigMap.class,
            Secret.class,
            Service.class,
            ServiceAccount.class,
            PersistentVolumeClaim.class,
            Pod.class,
            Deployment.class,
            StatefulSet.class,
            HorizontalPodAutoscaler.class,
            PodDisruptionBudget.class,
            NetworkPolicy.class,
            Ingress.class);

    private Kinds() {}

    /** Objects of all these kinds with the label, optional kinds included where the server has them. */
    static List<HasMetadata> labelled(KubernetesClient client, String namespace, String label, String value) {
        List<HasMetadata> found = new ArrayList<>();
        for (Class<? extends HasMetadata> kind : BUILT_IN) {
            found.addAll(client.resources(kind)
                    .inNamespace(namespace)
                    .withLabel(label, value)
                    .list()
                    .getItems());
        }
        Stream.of(OptionalKind.values())
                .filter(kind -> client.supports(kind.apiVersion(), kind.kind()))
                .forEach(kind -> found.addAll(client.genericKubernetesResources(kind.apiVersion(), kind.kind())
                        .inNamespace(namespace)
                        .withLabel(label, value)
                        .list()
                        .getItems()));
        return found;
    }

    /** A definition of an optional kind without a schema, as a stand-in for the real one where that is not installed. Whether there is one now. */
    static boolean install(KubernetesClient client, OptionalKind kind) {
        if (definition(client, kind).get() != null) {
            return false;
        }
        client.resource("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %1$s.%2$s}
                spec:
                  group: %2$s
                  scope: Namespaced
                  names: {plural: %1$s, kind: %3$s, listKind: %3$sList}
                  versions:
                  - name: %4$s
                    served: true
                    storage: true
                    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                """.formatted(kind.plural(), kind.group(), kind.kind(), kind.version()))
                .create();
        return true;
    }

    static void uninstall(KubernetesClient client, OptionalKind kind) {
        definition(client, kind).delete();
    }

    private static Resource<CustomResourceDefinition> definition(KubernetesClient client, OptionalKind kind) {
        return client.apiextensions().v1().customResourceDefinitions().withName(kind.definition());
    }

    /** The object's present state. */
    static HasMetadata fresh(KubernetesClient client, HasMetadata object) {
        return object instanceof GenericKubernetesResource
                ? client.genericKubernetesResources(object.getApiVersion(), object.getKind())
                        .inNamespace(object.getMetadata().getNamespace())
                        .withName(object.getMetadata().getName())
                        .get()
                : client.resource(object).get();
    }
}
