package io.carestack.sandbox.apiserver.fault;

import java.time.Duration;

/** What goes wrong with a write. */
public sealed interface WriteFault {
    /** The write is refused with this HTTP code and changes nothing. */
    record Refuse(int code) implements WriteFault {}

    /** The write is done, and the connection closes without an answer. */
    record LoseAnswer() implements WriteFault {}

    /** The write waits before it is done. */
    record Delay(Duration time) implements WriteFault {}
}
