package io.carestack.acceptance.gaps;

import java.time.Duration;

/** What breaks, and how long writes may stop for it. */
public enum Harm {
    POSTMASTER_KILLED("postmaster killed", 3),
    CONTAINER_KILLED("container killed", 3),
    POD_DELETED("pod deleted", 5),
    NODE_CRASHED("node crashed: all processes gone at once", 5),
    FROZEN("primary frozen", 10),
    STALLED("primary's disk stalled", 10),
    CUT_OFF("primary cut off", 10),
    SWITCHOVER("switchover", 1);

    private final String description;
    private final Duration bar;

    Harm(String description, int seconds) {
        this.description = description;
        this.bar = Duration.ofSeconds(seconds);
    }

    /** For people. */
    public String description() {
        return description;
    }

    public Duration bar() {
        return bar;
    }
}
