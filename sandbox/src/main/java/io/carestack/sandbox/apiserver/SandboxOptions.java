package io.carestack.sandbox.apiserver;

import java.time.Clock;
import java.time.Duration;

/**
 * How a server is set up: TCP port on 127.0.0.1 (0 for a free one), range of Service addresses in CIDR notation, clock
 * for timestamps, and how often idle watches get a bookmark.
 */
public record SandboxOptions(int port, String serviceRange, Clock clock, Duration bookmarkInterval) {

    /** A free port, 10.96.0.0/16, the system clock, a bookmark each minute. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(0, "10.96.0.0/16", Clock.systemUTC(), Duration.ofMinutes(1));
    }

    public SandboxOptions withPort(int value) {
        return new SandboxOptions(value, serviceRange, clock, bookmarkInterval);
    }

    public SandboxOptions withServiceRange(String value) {
        return new SandboxOptions(port, value, clock, bookmarkInterval);
    }

    public SandboxOptions withClock(Clock value) {
        return new SandboxOptions(port, serviceRange, value, bookmarkInterval);
    }

    public SandboxOptions withBookmarkInterval(Duration value) {
        return new SandboxOptions(port, serviceRange, clock, value);
    }
}
