package io.carestack.sandbox.network;

import io.carestack.sandbox.machinery.Shell;
import java.util.ArrayList;
import java.util.List;

/** Drops packets inside a pod's network namespace, silently, as a broken network does. */
public final class Cuts {
    private final Addresses addresses;

    public Cuts(Addresses addresses) {
        this.addresses = addresses;
    }

    /** Cuts the pod off from a peer; cuts add up until {@link #heal}. */
    public void cut(PodInterface pod, Peer peer, Direction direction) {
        Shell.script(String.join(
                "\n",
                rules(peer, direction).stream()
                        .map(rule -> "nsenter --net=" + pod.path() + " iptables -w -A " + rule)
                        .toList()));
    }

    /** Takes back every cut of the pod. */
    public void heal(PodInterface pod) {
        Shell.script("nsenter --net=%s iptables -w -F".formatted(pod.path()));
    }

    List<String> rules(Peer peer, Direction direction) {
        List<String> rules = new ArrayList<>();
        if (direction != Direction.OUTBOUND) {
            rules.add("INPUT -i eth0" + match("-s", peer) + " -j DROP");
        }
        if (direction != Direction.INBOUND) {
            rules.add("OUTPUT -o eth0" + match("-d", peer) + " -j DROP");
        }
        return rules;
    }

    private String match(String option, Peer peer) {
        return switch (peer) {
            case Peer.Pods pods -> " " + option + " " + addresses.podRange();
            case Peer.OnePod pod -> " " + option + " " + pod.address();
            case Peer.Host host -> " " + option + " " + addresses.host();
            case Peer.Clients clients -> " " + option + " " + addresses.proxy();
            case Peer.Kubelet kubelet -> " " + option + " " + addresses.kubelet();
            case Peer.Everyone everyone -> "";
        };
    }
}
