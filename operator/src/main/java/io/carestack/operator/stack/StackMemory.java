package io.carestack.operator.stack;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.kube.StatusClient;
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

    /** Somebody else of this pass wrote the status: what follows builds on that. */
    void continueFrom(CareStack latest) {
        CareStack before = current;
        current = latest;
        if (!latest.getMetadata()
                .getResourceVersion()
                .equals(before.getMetadata().getResourceVersion())) {
            written.accept(before, latest);
        }
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
}
