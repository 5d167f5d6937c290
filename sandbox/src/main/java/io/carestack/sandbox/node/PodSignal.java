package io.carestack.sandbox.node;

/** What a pod's worker is told. */
sealed interface PodSignal {

    /** Something may have changed. */
    record Wake() implements PodSignal {}

    /** A run of a container is over. */
    record Exited(ContainerSlot slot, ContainerProcess process, int exitCode) implements PodSignal {}

    /** A probe's verdict changed. */
    record Probed(ContainerSlot slot, ContainerProcess process, Prober.Verdict verdict) implements PodSignal {}
}
