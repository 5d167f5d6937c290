package io.carestack.sandbox.apiserver.fault;

import java.time.Duration;

/** What goes wrong with a watch event. */
public sealed interface WatchFault {
    /** The client never sees the event. */
    record Drop() implements WatchFault {}

    /** The event, and all after it on the same watch, come later. */
    record Delay(Duration time) implements WatchFault {}

    /** The event comes twice. */
    record Duplicate() implements WatchFault {}
}
