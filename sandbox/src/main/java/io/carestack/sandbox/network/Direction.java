package io.carestack.sandbox.network;

/** Which packets of a cut-off pod are dropped. */
public enum Direction {
    /** Packets that come to the pod. */
    INBOUND,
    /** Packets that leave the pod. */
    OUTBOUND,
    BOTH
}
