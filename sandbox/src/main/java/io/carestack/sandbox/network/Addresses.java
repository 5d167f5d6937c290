package io.carestack.sandbox.network;

/**
 * The address plan of one sandbox. Pods live in the upper half of the pod range; the lower end belongs to the host,
 * with one source address for each kind of peer, so that a cut can tell them apart.
 */
public record Addresses(int index, String token, String podPrefix, String serviceRange) {

    /** The plan of the n-th sandbox of this machine: 10.200/16 and 10.201/16, 10.202/16 and 10.203/16, and so on. */
    static Addresses of(int index, String token) {
        return new Addresses(index, token, "10." + (200 + 2 * index), "10." + (201 + 2 * index) + ".0.0/16");
    }

    public Addresses withServiceRange(String range) {
        return new Addresses(index, token, podPrefix, range);
    }

    public String podRange() {
        return podPrefix + ".128.0/17";
    }

    /** The host as pods see it; what runs outside the pods connects from here. */
    public String host() {
        return podPrefix + ".0.1";
    }

    /** Connections that come through a Service. */
    public String proxy() {
        return podPrefix + ".0.2";
    }

    /** The kubelet's probes. */
    public String kubelet() {
        return podPrefix + ".0.3";
    }

    /** The n-th pod's address, n from 0 to 32000. */
    String pod(int number) {
        return podPrefix + "." + (128 + number / 250) + "." + (1 + number % 250);
    }

    String prefix() {
        return "cs" + index + token;
    }

    String bridge() {
        return prefix() + "br";
    }
}
