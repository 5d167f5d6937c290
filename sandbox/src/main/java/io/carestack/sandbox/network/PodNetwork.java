package io.carestack.sandbox.network;

import io.carestack.sandbox.machinery.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The bridge that joins the pods and the host. Every address of the service range is delivered to the host, which
 * refuses connections that nothing listens for.
 */
public final class PodNetwork {
    private final Addresses addresses;
    private final AtomicInteger next = new AtomicInteger();

    private PodNetwork(Addresses addresses) {
        this.addresses = addresses;
    }

    /** Creates the bridge and the service route; the lease's end removes them. */
    public static PodNetwork create(Addresses addresses, Path directory) {
        try {
            Files.writeString(directory.resolve("service-range"), addresses.serviceRange());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // without an address of its own a bridge takes the lowest of its ports', and with each pod that comes or goes
        // the
        // others may know a wrong one of the host for many seconds
        Shell.script("""
                ip -batch - <<END
                link add %1$s address 02:00:00:00:00:01 type bridge
                addr add %2$s/16 dev %1$s
                addr add %3$s/16 dev %1$s
                addr add %4$s/16 dev %1$s
                link set %1$s up
                route replace local %5$s dev lo
                END
                echo 1 >/proc/sys/net/ipv4/ip_forward
                iptables -w -I FORWARD -i %1$s -j ACCEPT
                iptables -w -I FORWARD -o %1$s -j ACCEPT
                """.formatted(
                        addresses.bridge(),
                        addresses.host(),
                        addresses.proxy(),
                        addresses.kubelet(),
                        addresses.serviceRange()));
        return new PodNetwork(addresses);
    }

    public Addresses addresses() {
        return addresses;
    }

    /** A new namespace with an address that no pod of this sandbox had before. */
    public PodInterface add() {
        int number = next.getAndIncrement();
        PodInterface pod = new PodInterface(addresses.prefix() + "-" + number, addresses.pod(number));
        Shell.script("""
                ip netns add %1$s
                ip -batch - <<END
                link add %2$s type veth peer name eth0 netns %1$s
                link set %2$s master %3$s up
                END
                ip -n %1$s -batch - <<END
                link set lo up
                addr add %4$s/16 dev eth0
                link set eth0 up
                route add default via %5$s
                END
                # as container runtimes do: an ordinary user may listen on port 80
                ip netns exec %1$s sh -c 'echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start'
                """.formatted(
                pod.space(), addresses.prefix() + "v" + number, addresses.bridge(), pod.address(), addresses.host()));
        return pod;
    }

    /** Ends what still runs in the namespace and removes it. */
    public void remove(PodInterface pod) {
        Shell.script("""
                [ -e %2$s ] || exit 0
                pids=$(ip netns pids %1$s)
                [ -z "$pids" ] || kill -9 $pids 2>/dev/null || true
                ip netns del %1$s
                """.formatted(pod.space(), pod.path()));
    }
}
