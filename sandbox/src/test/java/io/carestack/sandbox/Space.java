package io.carestack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carestack.sandbox.machinery.Shell;
import io.carestack.sandbox.node.PodHandle;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.core.ThrowingRunnable;

/** A namespace for one test, with the words that tests use. */
public final class Space {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final Sandbox sandbox;
    private final String name;

    private Space(Sandbox sandbox, String name) {
        this.sandbox = sandbox;
        this.name = name;
    }

    static Space create(Sandbox sandbox) {
        String name = "test-" + UUID.randomUUID().toString().substring(0, 8);
        sandbox.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return new Space(sandbox, name);
    }

    void close() {
        sandbox.client().apps().deployments().inNamespace(name).delete();
        sandbox.client().apps().statefulSets().inNamespace(name).delete();
        sandbox.client().apps().replicaSets().inNamespace(name).delete();
        sandbox.client().batch().v1().jobs().inNamespace(name).delete();
        sandbox.client().pods().inNamespace(name).withGracePeriod(1).delete();
        sandbox.client().namespaces().withName(name).delete();
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public KubernetesClient client() {
        return sandbox.client();
    }

    public String name() {
        return name;
    }

    public void apply(String yaml) {
        client().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .inNamespace(name)
                .create();
    }

    public Pod pod(String pod) {
        return client().pods().inNamespace(name).withName(pod).require();
    }

    public List<Pod> pods(String label, String value) {
        return client().pods().inNamespace(name).withLabel(label, value).list().getItems();
    }

    public Pod awaitPod(String pod, Predicate<Pod> condition) {
        return client().pods()
                .inNamespace(name)
                .withName(pod)
                .waitUntilCondition(
                        found -> found != null && condition.test(found), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    public Pod awaitReady(String pod) {
        return awaitPod(pod, Space::isReady);
    }

    public static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /** The pod with a container that waits for this reason. */
    public ContainerStatus awaitWaiting(String pod, String reason) {
        return awaitPod(
                        pod,
                        found -> found.getStatus().getContainerStatuses().stream()
                                .anyMatch(status -> status.getState().getWaiting() != null
                                        && reason.equals(
                                                status.getState().getWaiting().getReason())))
                .getStatus()
                .getContainerStatuses()
                .getFirst();
    }

    public static void eventually(ThrowingRunnable assertion) {
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(assertion);
    }

    public void awaitEvent(String object, String reason) {
        eventually(
                () -> assertThat(client().v1().events().inNamespace(name).list().getItems())
                        .filteredOn(event -> event.getInvolvedObject().getName().equals(object))
                        .extracting(Event::getReason)
                        .contains(reason));
    }

    public PodHandle handle(String pod) {
        return sandbox.pod(name, pod).orElseThrow();
    }

    /** Runs a shell command in the pod's container and returns what it wrote, whatever its exit code. */
    public String shell(String pod, String container, String command) {
        return handle(pod)
                .execute(container, Duration.ofSeconds(30), "sh", "-c", command)
                .output();
    }

    public Shell.Result run(String pod, String container, String command) {
        return handle(pod).execute(container, Duration.ofSeconds(30), "sh", "-c", command);
    }

    public String clusterAddress(String service) {
        return client().services()
                .inNamespace(name)
                .withName(service)
                .require()
                .getSpec()
                .getClusterIP();
    }

    public HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> post(String url, String body) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public static boolean connects(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
