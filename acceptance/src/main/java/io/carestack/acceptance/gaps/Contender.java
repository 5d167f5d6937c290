package io.carestack.acceptance.gaps;

import io.carestack.acceptance.history.Database;
import java.util.Optional;
import java.util.Set;

/** A replicated database with three instances that can be hurt. */
public interface Contender extends AutoCloseable {

    /** For people, with its settings. */
    String name();

    /** What can be done to it here. */
    Set<Harm> harms();

    /** Where its clients write; they give up an answer after three seconds. */
    Database clients();

    /** Returns when all instances run, replicate, and one commit waits for one replica. */
    void awaitWell() throws Exception;

    /** The instance that takes writes. */
    String primary() throws Exception;

    /** Hurts the primary; a switchover has happened when this returns. Closing the answer takes the harm back. */
    AutoCloseable hurt(Harm harm, String primary) throws Exception;

    /** Whether the instance streams from the primary of now as one that commits may wait for. */
    boolean streams(String instance) throws Exception;

    /** Whether the server process that ran in the instance when it was hurt has ended; empty when this cannot be told. */
    Optional<Boolean> hasStopped(String instance) throws Exception;

    @Override
    void close() throws Exception;
}
