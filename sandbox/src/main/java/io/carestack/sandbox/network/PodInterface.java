package io.carestack.sandbox.network;

/** A pod's network namespace (as {@code ip netns} names it) and its address. */
public record PodInterface(String space, String address) {

    /** The path under which other programs can enter the namespace. */
    public String path() {
        return "/run/netns/" + space;
    }
}
