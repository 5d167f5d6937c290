package io.carestack.acceptance.chaos;

import io.carestack.acceptance.Repository;
import io.carestack.acceptance.Stage;
import io.carestack.operator.api.CareStack;
import io.carestack.sandbox.machinery.Shell;
import io.carestack.sandbox.network.Direction;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A real cluster whose node is this machine, so that its containers' processes and network namespaces can be reached. Operators and clients run beside it,
 * and both come from the node's own address.
 */
final class ClusterSite implements Site {
    private static final String CONTAINER = "postgres";

    private final KubernetesClient client;
    private final Path kubeconfig;
    private final String namespace;
    private final Path directory;

    private ClusterSite(KubernetesClient client, Path kubeconfig, String namespace, Path directory) {
        this.client = client;
        this.kubeconfig = kubeconfig;
        this.namespace = namespace;
        this.directory = directory;
    }

    /** Makes a namespace of its own, which goes when this is closed. */
    static ClusterSite open(Path kubeconfig, Path directory) {
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build();
        if (client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("carestacks.carestack.io")
                        .get()
                == null) {
            Stage.install(client, Repository.path("crds/carestacks.carestack.io.yaml"));
        }
        String namespace = "carestack-chaos-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        return new ClusterSite(client, kubeconfig, namespace, directory);
    }

    @Override
    public String description() {
        return "a kube-apiserver " + client.getKubernetesVersion().getGitVersion() + " with one node, this machine";
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public KubernetesClient client() {
        return client;
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public Path directory() {
        return directory;
    }

    /** Listens on its port and answers below /api/health. */
    @Override
    public String image() {
        return Optional.ofNullable(System.getenv("CHAOS_IMAGE")).orElse("ghcr.io/acme/writecarenotes:1.0.0");
    }

    @Override
    public int port() {
        return 3001;
    }

    @Override
    public Optional<String> storageClass() {
        return Optional.empty();
    }

    @Override
    public Optional<String> lacks(Need need) {
        return switch (need) {
            case NOTHING -> Optional.empty();
            case STALLING_DISK -> Optional.of("volumes share the file system of the node");
            case BOUNDED_DISK -> Optional.of("volumes have no size of their own here");
            case TELLING_PARTIES_APART -> Optional.of("operator and clients come from the same address");
            case API_FAULTS -> Optional.of("the API server is not ours to break");
        };
    }

    private IllegalStateException impossible(Need need) {
        return new IllegalStateException(
                need + " is asked for although " + lacks(need).orElseThrow());
    }

    @Override
    public void signal(String pod, String signal) throws IOException {
        kill(signal, processes(pod).subList(0, 1));
    }

    @Override
    public Ongoing freeze(String pod) throws IOException {
        List<Long> frozen = processes(pod);
        kill("STOP", frozen);
        return () -> kill("CONT", frozen);
    }

    @Override
    public Ongoing cut(String pod, Party from, Direction direction) throws IOException {
        // a handle of the namespace, because its processes may be gone when the cut ends
        String space = namespace + "-" + pod;
        Shell.script("ip netns attach %s %d".formatted(space, processes(pod).getFirst()));
        rules(from, direction)
                .forEach(rule -> Shell.script("ip netns exec %s iptables -w -A %s".formatted(space, rule)));
        return () -> Shell.script("ip netns exec %1$s iptables -w -F; ip netns del %1$s".formatted(space));
    }

    /** The first address of the pods' range is the node's own, from which operator, kubelet and clients come. */
    private List<String> rules(Party from, Direction direction) {
        String pods = client.nodes().list().getItems().getFirst().getSpec().getPodCIDR();
        String node = pods.replaceFirst("\\.0/.*", ".1");
        List<String> rules = new ArrayList<>();
        if (from == Party.REPLICAS) {
            rules.add("INPUT -s %s -j ACCEPT".formatted(node));
            rules.add("OUTPUT -d %s -j ACCEPT".formatted(node));
        }
        String others = from == Party.REPLICAS ? pods : "0.0.0.0/0";
        if (direction != Direction.OUTBOUND) {
            rules.add("INPUT -i eth0 -s %s -j DROP".formatted(others));
        }
        if (direction != Direction.INBOUND) {
            rules.add("OUTPUT -o eth0 -d %s -j DROP".formatted(others));
        }
        return rules;
    }

    @Override
    public Ongoing stallDisk(String pod) {
        throw impossible(Need.STALLING_DISK);
    }

    @Override
    public Ongoing fillDisk(String pod) {
        throw impossible(Need.BOUNDED_DISK);
    }

    @Override
    public String run(String pod, String script) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (ExecWatch exec = client.pods()
                .inNamespace(namespace)
                .withName(pod)
                .inContainer(CONTAINER)
                .writingOutput(output)
                .writingError(output)
                .exec("sh", "-c", script)) {
            int code = exec.exitCode().get(10, TimeUnit.SECONDS);
            String text = output.toString(StandardCharsets.UTF_8).strip();
            if (code != 0) {
                throw new IOException(pod + ": exit code " + code + ": " + text);
            }
            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException | TimeoutException | KubernetesClientException e) {
            // the last is a container that does not run
            throw new IOException(pod + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Ongoing atWrite(int number, Runnable then) {
        throw impossible(Need.API_FAULTS);
    }

    @Override
    public Ongoing outage() {
        throw impossible(Need.API_FAULTS);
    }

    @Override
    public void lose(String pod) throws IOException {
        List<Long> processes = processes(pod);
        kill("STOP", processes);
        client.pods().inNamespace(namespace).withName(pod).withGracePeriod(0).delete();
    }

    @Override
    public void close() {
        client.resources(CareStack.class).inNamespace(namespace).delete();
        client.namespaces().withName(namespace).delete();
        client.close();
    }

    /** Ids of the processes of the database's container, its first one in front. */
    private List<Long> processes(String pod) throws IOException {
        String container =
                client.pods().inNamespace(namespace).withName(pod).require().getStatus().getContainerStatuses().stream()
                        .filter(each -> each.getName().equals(CONTAINER) && each.getContainerID() != null)
                        .map(each -> each.getContainerID().replaceFirst(".*//", ""))
                        .findFirst()
                        .orElseThrow(() -> new IOException("no container of " + pod));
        String found = Shell.script("grep -lsE '%s' /proc/[0-9]*/cgroup | sort -t/ -k3n || true".formatted(container));
        List<Long> processes =
                found.lines().map(line -> Long.parseLong(line.split("/")[2])).toList();
        if (processes.isEmpty()) {
            throw new IOException("container " + container + " of " + pod + " has no process on this machine");
        }
        return processes;
    }

    private static void kill(String signal, List<Long> processes) {
        Shell.script("kill -s %s %s 2>/dev/null || true\n"
                .formatted(
                        signal,
                        processes.stream()
                                .map(String::valueOf)
                                .reduce((left, right) -> left + " " + right)
                                .orElse("")));
    }
}
