package io.carestack.sandbox;

import io.carestack.sandbox.apiserver.SandboxApiServer;
import io.carestack.sandbox.apiserver.SandboxOptions;
import io.carestack.sandbox.controllers.Autoscaler;
import io.carestack.sandbox.controllers.Context;
import io.carestack.sandbox.controllers.Controllers;
import io.carestack.sandbox.image.DemoApplication;
import io.carestack.sandbox.image.Images;
import io.carestack.sandbox.image.InstalledImages;
import io.carestack.sandbox.machinery.Cluster;
import io.carestack.sandbox.machinery.EventRecorder;
import io.carestack.sandbox.network.Addresses;
import io.carestack.sandbox.network.Cuts;
import io.carestack.sandbox.network.Lease;
import io.carestack.sandbox.network.PodNetwork;
import io.carestack.sandbox.network.Requirements;
import io.carestack.sandbox.network.ServiceProxy;
import io.carestack.sandbox.node.Node;
import io.carestack.sandbox.node.NodeOptions;
import io.carestack.sandbox.node.PodHandle;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole cluster of one node on this machine. Needs root and the packages that {@link #missing} names; several can
 * run at once. Everything that it started ends with {@link #close()} or with this JVM.
 */
public final class Sandbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

    private final Deque<AutoCloseable> parts;
    private final Images images;
    private final Node node;
    private final PodFaults faults;
    private final Controllers controllers;
    private final Config config;
    private final KubernetesClient client;
    private final Path directory;
    private final Optional<SandboxApiServer> server;

    private Sandbox(
            Deque<AutoCloseable> parts,
            Images images,
            Node node,
            PodFaults faults,
            Controllers controllers,
            Config config,
            KubernetesClient client,
            Path directory,
            Optional<SandboxApiServer> server) {
        this.parts = parts;
        this.images = images;
        this.node = node;
        this.faults = faults;
        this.controllers = controllers;
        this.config = config;
        this.client = client;
        this.directory = directory;
        this.server = server;
    }

    /** One line that says what this machine lacks to run a sandbox; empty when nothing. */
    public static Optional<String> missing() {
        return Requirements.missing();
    }

    /** Starts a sandbox and returns when its node is ready for pods; throws IllegalStateException with {@link #missing}. */
    public static Sandbox start(Options options) {
        missing().ifPresent(message -> {
            throw new IllegalStateException(message);
        });
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        try {
            return start(options, parts);
        } catch (RuntimeException | IOException e) {
            close(parts);
            throw e instanceof RuntimeException r ? r : new UncheckedIOException((IOException) e);
        }
    }

    private static Sandbox start(Options options, Deque<AutoCloseable> parts) throws IOException {
        Clock clock = Clock.systemUTC();
        Lease lease = opened(parts, Lease.take());
        Addresses addresses = options.external()
                .map(external -> lease.addresses().withServiceRange(external.serviceRange()))
                .orElse(lease.addresses());
        Optional<SandboxApiServer> server = options.external().isPresent()
                ? Optional.empty()
                : Optional.of(opened(parts, ownServer(options, addresses)).start());
        Config config = options.external()
                .map(Options.External::config)
                .or(() -> server.map(own -> Config.fromKubeconfig(own.kubeconfig())))
                .orElseThrow();
        Path directory = lease.directory();
        PodNetwork network = PodNetwork.create(addresses, directory);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("sandbox-timer").factory());
        parts.push(timer::shutdownNow);
        Cluster cluster = opened(parts, new Cluster(opened(parts, client(config, "sandbox-cache"))));
        Images images = InstalledImages.registry();
        DemoApplication.register(images);
        NodeOptions defaults = NodeOptions.in(directory);
        NodeOptions nodeOptions = new NodeOptions(
                directory,
                options.logs().orElse(directory.resolve("logs")),
                options.firstBackOff(),
                options.lastBackOff(),
                defaults.capacity());
        Node node = opened(
                parts,
                new Node(
                        cluster, opened(parts, client(config, "kubelet")), images, network, nodeOptions, clock, timer));
        opened(parts, new ServiceProxy(cluster, addresses, timer));
        KubernetesClient manager = opened(parts, client(config, "kube-controller-manager"));
        KubernetesClient scheduler = opened(parts, client(config, "kube-scheduler"));
        Controllers controllers = opened(
                parts,
                new Controllers(
                        new Context(
                                cluster,
                                manager,
                                opened(parts, new EventRecorder(manager, "controller-manager", clock)),
                                clock,
                                timer),
                        new Context(
                                cluster,
                                scheduler,
                                opened(parts, new EventRecorder(scheduler, "default-scheduler", clock)),
                                clock,
                                timer)));
        controllers.prepare();
        node.register();
        cluster.start();
        KubernetesClient client = opened(parts, client(config, "sandbox"));
        PodFaults faults = new PodFaults(node, new Cuts(addresses), client);
        return new Sandbox(parts, images, node, faults, controllers, config, client, directory, server);
    }

    private static SandboxApiServer ownServer(Options options, Addresses addresses) {
        return SandboxApiServer.create(
                SandboxOptions.defaults().withPort(options.port()).withServiceRange(addresses.serviceRange()));
    }

    private static <T extends AutoCloseable> T opened(Deque<AutoCloseable> parts, T part) {
        parts.push(part);
        return part;
    }

    /** A client whose name is the field manager of what it writes. */
    private static KubernetesClient client(Config config, String name) {
        Config named =
                new ConfigBuilder(config).withUserAgent(name + "/sandbox").build();
        return new KubernetesClientBuilder().withConfig(named).build();
    }

    /** A client with all rights; closed with the sandbox. */
    public KubernetesClient client() {
        return client;
    }

    /** How other clients reach the API server. */
    public Config config() {
        return config;
    }

    /** The sandbox's own API server, for its faults and its request log; empty with an external one. */
    public Optional<SandboxApiServer> apiServer() {
        return server;
    }

    public PodFaults faults() {
        return faults;
    }

    /** The registry, to add images or to make tags fail. */
    public Images images() {
        return images;
    }

    /** The autoscaler, to tell it about load. */
    public Autoscaler autoscaler() {
        return controllers.autoscaler();
    }

    /** A pod that runs, to look at its logs or to run commands in it. */
    public Optional<PodHandle> pod(String namespace, String name) {
        return node.pod(namespace, name);
    }

    /** A kubeconfig file for kubectl and others; it goes with the sandbox. */
    public Path kubeconfig() {
        Path file = directory.resolve("kubeconfig");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, Kubeconfig.text(config));
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends all pods and the API server, and removes everything that the sandbox made on this machine. */
    @Override
    public void close() {
        close(parts);
    }

    private static void close(Deque<AutoCloseable> parts) {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("a part of the sandbox did not close cleanly", e);
            }
        }
    }
}
