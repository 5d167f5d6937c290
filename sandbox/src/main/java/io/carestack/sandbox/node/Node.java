package io.carestack.sandbox.node;

import io.carestack.sandbox.image.Images;
import io.carestack.sandbox.machinery.Cluster;
import io.carestack.sandbox.machinery.EventRecorder;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.network.PodNetwork;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/** The kubelet of the only node: runs the pods that are bound to it as processes of this machine. */
public final class Node implements AutoCloseable {
    private final KubernetesClient client;
    private final NodeOptions options;
    private final Clock clock;
    private final NodeServices services;
    private final Volumes volumes;
    private final HostsFiles hosts;
    private final EventRecorder events;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Declares its watches on the cluster view, which is to be started afterwards. */
    public Node(
            Cluster cluster,
            KubernetesClient client,
            Images images,
            PodNetwork network,
            NodeOptions options,
            Clock clock,
            ScheduledExecutorService timer) {
        this.client = client;
        this.options = options;
        this.clock = clock;
        Configuration configuration = configuration(cluster);
        Path directory = options.directory();
        this.events = new EventRecorder(client, "kubelet", clock);
        this.volumes =
                new Volumes(directory.resolve("volumes"), cluster, new VolumeFiles(configuration, options.capacity()));
        this.hosts = new HostsFiles(cluster, timer);
        this.services = new NodeServices(
                client,
                images,
                network,
                volumes,
                hosts,
                new ContainerLauncher(BaseRoot.create(directory)),
                new ContainerSpecs(new Environments(configuration, options.capacity())),
                new Actions(network.addresses().kubelet()),
                events,
                options,
                clock);
        cluster.watch(Pod.class, this::changed, this::removed);
        cluster.watch(
                ConfigMap.class, map -> configurationChanged(map.getMetadata().getNamespace()));
        cluster.watch(
                Secret.class,
                secret -> configurationChanged(secret.getMetadata().getNamespace()));
        cluster.watch(PersistentVolumeClaim.class, volumes::resize, this::claimRemoved);
    }

    private static Configuration configuration(Cluster cluster) {
        return new Configuration() {
            @Override
            public Optional<ConfigMap> configMap(String namespace, String name) {
                return cluster.get(ConfigMap.class, new Key(namespace, name));
            }

            @Override
            public Optional<Secret> secret(String namespace, String name) {
                return cluster.get(Secret.class, new Key(namespace, name));
            }

            @Override
            public List<Service> services(String namespace) {
                return cluster.list(Service.class, namespace);
            }
        };
    }

    /** Makes the node known to the API, ready and with its capacity. */
    public void register() {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var node = new NodeBuilder()
                .withNewMetadata()
                .withName(NodeOptions.NAME)
                .addToLabels("kubernetes.io/hostname", NodeOptions.NAME)
                .addToLabels("kubernetes.io/os", "linux")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withCapacity(options.capacity())
                .withAllocatable(options.capacity())
                .addNewAddress()
                .withType("InternalIP")
                .withAddress(services.network().addresses().host())
                .endAddress()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withReason("KubeletReady")
                .withMessage("the sandbox's node runs")
                .withLastHeartbeatTime(now)
                .withLastTransitionTime(now)
                .endCondition()
                .endStatus()
                .build();
        if (client.nodes().withName(NodeOptions.NAME).get() == null) {
            client.nodes().resource(node).create();
        }
        client.nodes()
                .withName(NodeOptions.NAME)
                .editStatus(found ->
                        new NodeBuilder(found).withStatus(node.getStatus()).build());
    }

    private void changed(Pod pod) {
        if (closed || !NodeOptions.NAME.equals(pod.getSpec().getNodeName())) {
            return;
        }
        String uid = pod.getMetadata().getUid();
        PodWorker known = workers.get(uid);
        if (known != null) {
            known.update(pod);
        } else if (!isOver(pod)) {
            PodWorker worker = new PodWorker(services, pod, () -> workers.remove(uid));
            workers.put(uid, worker);
            worker.start();
        }
    }

    private static boolean isOver(Pod pod) {
        String phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
        return pod.getMetadata().getDeletionTimestamp() == null
                && ("Succeeded".equals(phase) || "Failed".equals(phase));
    }

    private void removed(Pod pod) {
        PodWorker worker = workers.get(pod.getMetadata().getUid());
        if (worker != null) {
            worker.removed();
        }
    }

    private void configurationChanged(String namespace) {
        workers.values().stream()
                .filter(worker -> worker.pod().getMetadata().getNamespace().equals(namespace))
                .forEach(PodWorker::configurationChanged);
    }

    private void claimRemoved(PersistentVolumeClaim claim) {
        try {
            volumes.delete(claim);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The running pod of that name. */
    public Optional<PodHandle> pod(String namespace, String name) {
        return workers.values().stream()
                .filter(worker -> !worker.isGone() && Key.of(worker.pod()).equals(new Key(namespace, name)))
                .flatMap(worker -> worker.runtime().map(runtime -> new PodHandle(worker, runtime)).stream())
                .findFirst();
    }

    /** Ends all pods at once; their objects stay as they are. */
    @Override
    public void close() {
        closed = true;
        workers.values().forEach(PodWorker::abandon);
        hosts.close();
        events.close();
    }
}
