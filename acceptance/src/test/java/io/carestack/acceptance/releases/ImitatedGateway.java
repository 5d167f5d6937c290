package io.carestack.acceptance.releases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A Gateway, as far as a release can tell: it divides connections by the weights of the one HTTPRoute of its namespace, and says in its status that it does. No
 * controller of a Gateway runs without a cluster.
 */
final class ImitatedGateway implements ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {
    private static final OptionalKind KIND = OptionalKind.HTTP_ROUTE;
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: httproutes.gateway.networking.k8s.io}
            spec:
              group: gateway.networking.k8s.io
              scope: Namespaced
              names: {plural: httproutes, kind: HTTPRoute, listKind: HTTPRouteList}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KubernetesClient client;
    private final String namespace;
    private final ServerSocket server;
    private final SharedIndexInformer<GenericKubernetesResource> routes;
    private final Queue<String> divisions = new ConcurrentLinkedQueue<>();
    private volatile List<Backend> backends = List.of();

    private record Backend(String service, int port, int weight) {}

    private ImitatedGateway(KubernetesClient client, String namespace) throws IOException {
        this.client = client;
        this.namespace = namespace;
        server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        routes = client.genericKubernetesResources(KIND.apiVersion(), KIND.kind())
                .inNamespace(namespace)
                .inform(this);
        Thread.startVirtualThread(this::accept);
    }

    /** Teaches the API server what an HTTPRoute is. */
    static void install(KubernetesClient client) {
        client.resource(DEFINITION).create();
    }

    /** One that knows its route. */
    static ImitatedGateway of(KubernetesClient client, String namespace) throws IOException {
        ImitatedGateway gateway = new ImitatedGateway(client, namespace);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !gateway.backends.isEmpty());
        return gateway;
    }

    /** Where clients go. */
    InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Every division of the requests there was, one after the other: for each Service its weight. */
    List<String> divisions() {
        List<String> distinct = new ArrayList<>();
        for (String each : divisions) {
            if (distinct.isEmpty() || !distinct.getLast().equals(each)) {
                distinct.add(each);
            }
        }
        return distinct;
    }

    @Override
    public void onAdd(GenericKubernetesResource route) {
        JsonNode tree = JSON.valueToTree(route);
        List<Backend> next = new ArrayList<>();
        for (JsonNode backend : tree.path("spec").path("rules").path(0).path("backendRefs")) {
            next.add(new Backend(
                    backend.path("name").asText(),
                    backend.path("port").asInt(),
                    backend.path("weight").asInt(1)));
        }
        backends = List.copyOf(next);
        divisions.add(next.stream()
                .map(backend -> backend.service() + "=" + backend.weight())
                .collect(Collectors.joining(" ")));
        long generation = route.getMetadata().getGeneration();
        if (tree.path("status")
                        .path("parents")
                        .path(0)
                        .path("conditions")
                        .path(0)
                        .path("observedGeneration")
                        .asLong()
                != generation) {
            answer(route.getMetadata().getName(), generation);
        }
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource route) {
        onAdd(route);
    }

    @Override
    public void onDelete(GenericKubernetesResource route, boolean unknown) {
        backends = List.of();
    }

    private void answer(String route, long generation) {
        String condition = "{\"type\":\"%s\",\"status\":\"True\",\"reason\":\"%s\",\"observedGeneration\":%d}";
        try {
            client.genericKubernetesResources(KIND.apiVersion(), KIND.kind())
                    .inNamespace(namespace)
                    .withName(route)
                    .subresource("status")
                    .patch(
                            PatchContext.of(PatchType.JSON_MERGE),
                            "{\"status\":{\"parents\":[{\"controllerName\":\"example.com/imitated\",\"conditions\":[%s,%s]}]}}"
                                    .formatted(
                                            condition.formatted("Accepted", "Accepted", generation),
                                            condition.formatted("ResolvedRefs", "ResolvedRefs", generation)));
        } catch (KubernetesClientException e) {
            // it is gone, or changed again, of which the next event tells
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket visitor = server.accept();
                Thread.startVirtualThread(() -> forward(visitor));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void forward(Socket visitor) {
        try (visitor;
                Socket backend = connect(chosen())) {
            Thread there = Thread.startVirtualThread(() -> copy(visitor, backend));
            copy(backend, visitor);
            there.join();
        } catch (IOException e) {
            // a visitor without an answer counts it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Backend chosen() throws IOException {
        List<Backend> now = backends;
        int all = now.stream().mapToInt(Backend::weight).sum();
        if (all == 0) {
            throw new IOException("no backend");
        }
        int point = ThreadLocalRandom.current().nextInt(all);
        for (Backend backend : now) {
            point -= backend.weight();
            if (point < 0) {
                return backend;
            }
        }
        throw new IllegalStateException(now.toString());
    }

    private Socket connect(Backend backend) throws IOException {
        Service service = client.services()
                .inNamespace(namespace)
                .withName(backend.service())
                .get();
        if (service == null) {
            throw new IOException("no Service " + backend.service());
        }
        return new Socket(service.getSpec().getClusterIP(), backend.port());
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        routes.close();
        server.close();
    }
}
