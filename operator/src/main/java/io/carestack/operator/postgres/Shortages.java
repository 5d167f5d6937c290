package io.carestack.operator.postgres;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Since when the primaries have had fewer streaming members than their commits wait for, as far as this process has seen. */
final class Shortages {
    private final LongSupplier nanos;
    private final Map<String, Long> since = new ConcurrentHashMap<>();

    /** @param nanos a clock that never goes back */
    Shortages(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How long it has lasted; nothing when it is over. */
    Duration noted(String uid, boolean tooFew) {
        if (!tooFew) {
            since.remove(uid);
            return Duration.ZERO;
        }
        long now = nanos.getAsLong();
        return Duration.ofNanos(now - since.computeIfAbsent(uid, key -> now));
    }

    void forget(String uid) {
        since.remove(uid);
    }
}
