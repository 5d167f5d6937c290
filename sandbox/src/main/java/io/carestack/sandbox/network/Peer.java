package io.carestack.sandbox.network;

/** Whom a pod is cut off from. */
public sealed interface Peer {

    /** All other pods, by their own addresses. */
    record Pods() implements Peer {}

    /** One other pod, by its address. */
    record OnePod(String address) implements Peer {}

    /** What runs on the host, such as an operator. */
    record Host() implements Peer {}

    /** Everyone who comes through a Service. */
    record Clients() implements Peer {}

    /** The kubelet's HTTP and TCP probes. */
    record Kubelet() implements Peer {}

    /** Everything outside the pod. */
    record Everyone() implements Peer {}
}
