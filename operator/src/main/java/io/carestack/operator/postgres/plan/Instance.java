package io.carestack.operator.postgres.plan;

import java.util.Optional;

/**
 * One instance as the operator sees it.
 *
 * @param name of its pod
 * @param exists whether the pod exists
 * @param ready whether the pod is ready
 * @param outdated its pod was made when the spec said something else about it
 * @param role value of its role label
 * @param facts what it says; empty when it could not be asked
 * @param ended its container is known not to run
 * @param full its server ended because its volume is full
 * @param leaving its pod is being deleted
 * @param problem why it could not be asked
 */
public record Instance(
        String name,
        boolean exists,
        boolean ready,
        boolean ended,
        boolean full,
        boolean leaving,
        boolean outdated,
        Optional<String> role,
        Optional<Facts> facts,
        String problem) {

    /** Number of the instance within the stack. */
    public int ordinal() {
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    /** It has to start again to become what the spec says. */
    public boolean stale() {
        return outdated
                || facts.filter(each -> !each.pendingRestart().isEmpty()).isPresent();
    }

    boolean foreign(Memory memory) {
        return facts.isPresent()
                && memory.systemIdentifier().isPresent()
                && !facts.get()
                        .systemIdentifier()
                        .equals(memory.systemIdentifier().get());
    }
}
