package io.carestack.acceptance.bench;

import io.carestack.operator.api.CareStack;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The CareStacks of a run, all in one namespace of its own. */
record Fleet(KubernetesClient client, String namespace) {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: %1$s, namespace: %2$s}
            spec:
              components:
              - name: web
                image: registry.example.com/bench/web:1.0.0
                port: 8080
                replicas: {min: 2, max: 6}
                probes: {liveness: /live, readiness: /ready}
                env:
                - {name: MODE, value: bench}
              - name: worker
                image: registry.example.com/bench/worker:1.0.0
                port: 9090
                replicas: {min: 2, max: 4}
              entry:
                host: %1$s.example.com
                ingress: {className: nginx}
              monitoring: {enabled: false}
              postgres: {enabled: false}
              redis:
              - {name: cache}
            """;
    private static final String CHANGE = """
            [{"op": "replace", "path": "/spec/components/0/image", "value": "registry.example.com/bench/web:%1$s"},
             {"op": "replace", "path": "/spec/components/1/image", "value": "registry.example.com/bench/worker:%1$s"}]
            """;

    static Fleet create(KubernetesClient client, String namespace) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        return new Fleet(client, namespace);
    }

    void add(String name) {
        client.resource(Serialization.unmarshal(STACK.formatted(name, namespace), CareStack.class))
                .create();
    }

    /** New images for both components: the Deployments of both colours change, four in all. */
    void change(String name, String version) {
        client.resources(CareStack.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON), CHANGE.formatted(version));
    }

    void remove(HasMetadata child) {
        client.resource(child).delete();
    }

    /** Removes all that the run made, and waits for it. */
    void delete() {
        client.namespaces().withName(namespace).delete();
        client.namespaces()
                .withName(namespace)
                .waitUntilCondition(
                        found -> found == null, Duration.ofMinutes(10).toSeconds(), TimeUnit.SECONDS);
    }
}
