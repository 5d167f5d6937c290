package io.carestack.operator.postgres;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.kube.Owner;
import java.util.Optional;

/**
 * {@code status.postgres} as the protocol's durable memory.
 *
 * <p>Whoever writes the status for other reasons must take {@code epoch}, {@code term}, {@code candidate}, {@code promoted}, {@code primary},
 * {@code systemIdentifier} and {@code records} as they are at the resourceVersion that it writes against; an older memory must never come back.
 */
public interface StatusMemory {

    /** The memory at one version of the CareStack. */
    record Remembered(String resourceVersion, Optional<PostgresStatus> status) {}

    /** Reads from the API server, never from a cache. */
    Remembered read(Owner owner);

    /** Replaces {@code status.postgres} if the CareStack still has this version; empty when it has another one. */
    Optional<Remembered> compareAndSet(Owner owner, Remembered expected, PostgresStatus next);
}
