package io.carestack.operator.kube;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** The bound of the operator's requests at a time: the JDK's HTTP client throws above the server's limit of streams instead of waiting. */
public final class RequestsInFlight {
    private final Semaphore free;

    public RequestsInFlight(int limit) {
        this.free = new Semaphore(limit);
    }

    /** Sends a request when one may be sent; must not be called within another one. */
    <T> T send(Supplier<T> request) {
        free.acquireUninterruptibly();
        try {
            return request.get();
        } finally {
            free.release();
        }
    }
}
