package io.carestack.operator.stack;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.kube.StatusClient;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The status of one CareStack during one pass: each write is decided on the version that was read before, and the last one is what the next write and the
 * next pass build on.
 */
final class StackMemory {
    private final StatusClient client;
    private final BiConsumer<CareStack, CareStack> written;
    private CareStack current;

    /** @param written told the CareStack before and after each write, to keep the cache in step */
    StackMemory(StatusClient client, CareStack resource, BiConsumer<CareStack, CareStack> written) {
        this.client = client;
        this.current = resource;
        this.written = written;
    }

    /** The CareStack as this pass knows it. */
    CareStack current() {
        return current;
    }

    /** Status as this pass knows it. */
    @Nullable
    CareStackStatus status() {
        return current.getStatus();
    }

    /** Reads the CareStack from the API server; empty when it is gone or another one has taken its name. */
    Optional<CareStack> reread() {
        Optional<CareStack> read = client.read(
                        current.getMetadata().getNamespace(),
                        current.getMetadata().getName())
                .filter(found -> found.getMetadata()
                        .getUid()
                        .equals(current.getMetadata().getUid()));
        read.ifPresent(found -> current = found);
        return read;
    }

    /** Puts the status, unless it already is so. */
    void put(CareStackStatus status) {
        if (status.equals(current.getStatus())) {
            return;
        }
        CareStack before = current;
        current = client.put(before, status);
        written.accept(before, current);
    }

    /** Puts the durable memory of PostgreSQL and leaves the rest of the status as it is. */
    void put(PostgresStatus postgres) {
        CareStackStatus status = current.getStatus();
        put(status == null ? CareStackStatus.of(postgres) : status.with(postgres));
    }
}
