package io.carestack.sandbox.node;

import io.carestack.sandbox.machinery.Cluster;
import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.network.ServiceNames;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/** Keeps every pod's hosts file in step with the cluster's Services; files are rewritten in place, as they are mounted. */
final class HostsFiles implements AutoCloseable {
    private static final Key ALL = new Key("", "all");

    private record File(Pod pod, String address) {}

    private final Cluster cluster;
    private final ControlLoop loop;
    private final Map<Path, File> files = new ConcurrentHashMap<>();

    HostsFiles(Cluster cluster, ScheduledExecutorService timer) {
        this.cluster = cluster;
        this.loop = new ControlLoop("hosts", timer, key -> rewriteAll());
        cluster.watch(Service.class, service -> loop.add(ALL));
        cluster.watch(EndpointSlice.class, slice -> loop.add(ALL));
    }

    /** Writes the pod's file and keeps it up to date until it is removed. */
    void add(Path path, Pod pod, String address) throws IOException {
        File file = new File(pod, address);
        Files.writeString(path, content(file));
        files.put(path, file);
        loop.add(ALL);
    }

    void remove(Path path) {
        files.remove(path);
    }

    private Optional<Duration> rewriteAll() throws IOException {
        for (Map.Entry<Path, File> entry : files.entrySet()) {
            byte[] wanted = content(entry.getValue()).getBytes(StandardCharsets.UTF_8);
            if (Files.exists(entry.getKey()) && !Arrays.equals(Files.readAllBytes(entry.getKey()), wanted)) {
                try (RandomAccessFile file = new RandomAccessFile(entry.getKey().toFile(), "rw")) {
                    file.write(wanted);
                    file.setLength(wanted.length);
                }
            }
        }
        return Optional.empty();
    }

    private String content(File file) {
        Pod pod = file.pod();
        String namespace = pod.getMetadata().getNamespace();
        StringBuilder text = new StringBuilder("127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n");
        String hostname = Environments.hostname(pod);
        String subdomain = pod.getSpec().getSubdomain();
        text.append(file.address()).append(' ');
        if (subdomain != null && !subdomain.isEmpty()) {
            text.append("%s.%s.%s.svc.cluster.local ".formatted(hostname, subdomain, namespace));
        }
        text.append(hostname).append('\n');
        for (HostAlias alias : pod.getSpec().getHostAliases()) {
            text.append(alias.getIp())
                    .append(' ')
                    .append(String.join(" ", alias.getHostnames()))
                    .append('\n');
        }
        return text.append(
                        ServiceNames.hosts(namespace, cluster.list(Service.class), cluster.list(EndpointSlice.class)))
                .toString();
    }

    @Override
    public void close() {
        loop.close();
    }
}
