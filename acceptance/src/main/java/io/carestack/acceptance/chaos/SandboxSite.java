package io.carestack.acceptance.chaos;

import io.carestack.acceptance.Repository;
import io.carestack.acceptance.Stage;
import io.carestack.sandbox.Options;
import io.carestack.sandbox.PodFaults;
import io.carestack.sandbox.Sandbox;
import io.carestack.sandbox.apiserver.SandboxApiServer;
import io.carestack.sandbox.apiserver.fault.Faults;
import io.carestack.sandbox.apiserver.fault.WriteFault;
import io.carestack.sandbox.machinery.Shell;
import io.carestack.sandbox.network.Direction;
import io.carestack.sandbox.network.Peer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A sandbox of its own. Everything can be broken there. */
final class SandboxSite implements Site {
    private static final String CONTAINER = "postgres";
    private static final String VOLUME = "data";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration LATE = Duration.ofMillis(700);

    private final Sandbox sandbox;
    private final String namespace;
    private final Path directory;
    private final Optional<String> storageClass;

    private SandboxSite(Sandbox sandbox, String namespace, Path directory, Optional<String> storageClass) {
        this.storageClass = storageClass;
        this.sandbox = sandbox;
        this.namespace = namespace;
        this.directory = directory;
    }

    /** Starts one, with the CareStack kind installed, and volumes that can stall. */
    static SandboxSite start(String namespace, Path directory) {
        return start(namespace, directory, Optional.of("block"));
    }

    /** @param storageClass of the volumes; empty for plain directories of this machine, which are faster and cannot stall */
    static SandboxSite start(String namespace, Path directory, Optional<String> storageClass) {
        Sandbox sandbox = Sandbox.start(Options.defaults()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(1))
                .withLogs(directory.resolve("pods")));
        try {
            Stage.install(sandbox.client(), Repository.path("crds/carestacks.carestack.io.yaml"));
            sandbox.client()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
            return new SandboxSite(sandbox, namespace, directory, storageClass);
        } catch (RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    @Override
    public String description() {
        return "the sandbox";
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public KubernetesClient client() {
        return sandbox.client();
    }

    @Override
    public Path kubeconfig() {
        return sandbox.kubeconfig();
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public String image() {
        return "ghcr.io/acme/web:1";
    }

    @Override
    public int port() {
        return 3000;
    }

    @Override
    public Optional<String> storageClass() {
        return storageClass;
    }

    @Override
    public Optional<String> lacks(Need need) {
        return Optional.empty();
    }

    @Override
    public void signal(String pod, String signal) {
        faults().kill(namespace, pod, CONTAINER, signal);
    }

    @Override
    public Ongoing freeze(String pod) {
        faults().freeze(namespace, pod);
        return () -> ifRunning(pod, () -> faults().thaw(namespace, pod));
    }

    @Override
    public Ongoing cut(String pod, Party from, Direction direction) {
        List<Peer> peers = switch (from) {
            case EVERYONE -> List.of(new Peer.Everyone());
            case REPLICAS -> List.of(new Peer.Pods());
            case OPERATOR -> List.of(new Peer.Host());
            case CLIENTS -> List.of(new Peer.Clients());
        };
        peers.forEach(peer -> faults().cutOff(namespace, pod, peer, direction));
        return () -> ifRunning(pod, () -> faults().heal(namespace, pod));
    }

    @Override
    public Ongoing stallDisk(String pod) {
        PodFaults.Ongoing stall = faults().stallDisk(namespace, pod, VOLUME);
        return stall::close;
    }

    @Override
    public Ongoing fillDisk(String pod) {
        PodFaults.Ongoing ballast = faults().fillDisk(namespace, pod, VOLUME);
        return ballast::close;
    }

    @Override
    public String run(String pod, String script) throws IOException {
        Shell.Result result = sandbox.pod(namespace, pod)
                .orElseThrow(() -> new IOException("pod " + pod + " does not run"))
                .execute(CONTAINER, LIMIT, "sh", "-c", script);
        if (!result.succeeded()) {
            throw new IOException(pod + ": exit code " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }

    /** One third of the writes is refused, one third is done without an answer, one third is done after its author has died. */
    @Override
    public Ongoing atWrite(int number, Runnable then) {
        WriteFault fault = switch (number % 3) {
            case 0 -> new WriteFault.Refuse(503);
            case 1 -> new WriteFault.LoseAnswer();
            default -> new WriteFault.Delay(LATE);
        };
        Faults.Injection injection =
                server().faults().onWrite(request -> request.userAgent().contains(Stage.OPERATOR), number, fault);
        Thread waiter = Thread.ofVirtual().start(() -> {
            try {
                while (injection.strikes() == 0) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                then.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return () -> {
            injection.close();
            waiter.interrupt();
        };
    }

    @Override
    public Ongoing outage() {
        server().faults().startOutage();
        return () -> server().faults().endOutage();
    }

    @Override
    public void lose(String pod) {
        faults().cutOff(namespace, pod, new Peer.Everyone(), Direction.BOTH);
        faults().deleteByForce(namespace, pod);
    }

    @Override
    public void close() {
        sandbox.close();
    }

    /** A pod that was replaced has new processes and a network of its own. */
    private void ifRunning(String pod, Runnable cure) {
        if (sandbox.pod(namespace, pod).isPresent()) {
            cure.run();
        }
    }

    private PodFaults faults() {
        return sandbox.faults();
    }

    private SandboxApiServer server() {
        return sandbox.apiServer().orElseThrow();
    }
}
