package io.carestack.sandbox;

import io.carestack.sandbox.machinery.Shell;
import io.carestack.sandbox.network.Cuts;
import io.carestack.sandbox.network.Direction;
import io.carestack.sandbox.network.Peer;
import io.carestack.sandbox.node.Node;
import io.carestack.sandbox.node.PodHandle;
import io.fabric8.kubernetes.client.KubernetesClient;

/** What goes wrong with pods and their network, on demand. Each call acts on a pod that runs, else it throws. */
public final class PodFaults {
    private final Node node;
    private final Cuts cuts;
    private final KubernetesClient client;

    PodFaults(Node node, Cuts cuts, KubernetesClient client) {
        this.node = node;
        this.cuts = cuts;
        this.client = client;
    }

    /** Stops all processes of the pod where they are; their kernel still answers for them. */
    public void freeze(String namespace, String pod) {
        handle(namespace, pod).signalAll("STOP");
    }

    /** Lets a frozen pod go on. */
    public void thaw(String namespace, String pod) {
        handle(namespace, pod).signalAll("CONT");
    }

    /** Sends a signal, named without SIG, to a container's first process. */
    public void kill(String namespace, String pod, String container, String signal) {
        handle(namespace, pod).signal(container, signal);
    }

    /** Drops the packets between a pod and a peer; cuts of one pod add up. */
    public void cutOff(String namespace, String pod, Peer from, Direction direction) {
        cuts.cut(handle(namespace, pod).network(), from, direction);
    }

    /** Drops the packets between two pods, at the first one's end. */
    public void cutOffFromPod(String namespace, String pod, String other, Direction direction) {
        Peer peer = new Peer.OnePod(handle(namespace, other).network().address());
        cuts.cut(handle(namespace, pod).network(), peer, direction);
    }

    /** Takes back every cut of the pod. */
    public void heal(String namespace, String pod) {
        cuts.heal(handle(namespace, pod).network());
    }

    /**
     * Stalls the file system of a volume of the class {@code block} until the answer is closed: reads of what is in memory work, writes wait, and no
     * signal ends a process that waits for one.
     */
    public Ongoing stallDisk(String namespace, String pod, String volume) {
        String path = Shell.quote(handle(namespace, pod).volume(volume).toString());
        Shell.script("fsfreeze --freeze " + path);
        return () -> Shell.script("fsfreeze --unfreeze " + path);
    }

    /** Takes all that is free on a volume of the class {@code block} or {@code bounded} until the answer is closed. */
    public Ongoing fillDisk(String namespace, String pod, String volume) {
        String path = Shell.quote(handle(namespace, pod).volume(volume).toString());
        Shell.script("""
                mountpoint -q %1$s
                free=$(($(stat -f -c '%%a * %%S' %1$s)))
                until [ "$free" -lt 8192 ] || fallocate -l "$free" %1$s/ballast 2>/dev/null; do free=$((free * 99 / 100)); done
                dd if=/dev/zero of=%1$s/ballast-rest bs=4k 2>/dev/null || true
                """.formatted(path));
        return () -> Shell.script("rm -f %1$s/ballast %1$s/ballast-rest".formatted(path));
    }

    /** A fault that lasts until it is closed. */
    public interface Ongoing extends AutoCloseable {
        @Override
        void close();
    }

    /** Removes the pod from the API at once, without waiting for its processes, as after the loss of a node. */
    public void deleteByForce(String namespace, String pod) {
        client.pods().inNamespace(namespace).withName(pod).withGracePeriod(0).delete();
    }

    private PodHandle handle(String namespace, String pod) {
        return node.pod(namespace, pod)
                .orElseThrow(() -> new IllegalStateException("pod %s/%s does not run here".formatted(namespace, pod)));
    }
}
