package io.carestack.operator.postgres.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one instance says about itself.
 *
 * @param epoch highest epoch in its configuration files
 * @param term highest term in its configuration files
 * @param incarnation made when its data directory was filled
 * @param synchronousNames {@code synchronous_standby_names} as a new session sees it
 * @param timeline of its newest WAL segment, which is the term that it last took part in
 * @param position in bytes of WAL: flushed on a primary; received or replayed, whichever is further, on a standby; the end of the last whole
 *     record on one that is settled
 * @param settled all local WAL is replayed and the startup process waits for more
 * @param broken WAL was received that can never be replayed
 * @param receiving a WAL receiver process exists
 * @param senders replication connections, on any instance
 * @param slots names of physical replication slots
 * @param configRead fingerprint of the configuration in its files
 * @param configUsed fingerprint of the configuration in use
 * @param pendingRestart parameters that need a restart to take effect
 * @param configError why a part of its configuration was refused
 * @param silence since it heard from its primary; empty when it has no receiver
 * @param newestCommit age of the newest commit that a standby has replayed; empty on a primary and when it is not known
 * @param promoting since its promotion began, while it has not ended; empty on an instance that started in recovery and stays in it
 * @param history where the timelines before its own ended, on a primary
 * @param oldest position of the oldest WAL that it still has
 * @param lostSlots physical replication slots whose WAL is gone
 * @param encrypted the operator talks to it over TLS
 * @param databaseReady roles, passwords and database are as wanted; only asked on a primary
 */
public record Facts(
        String systemIdentifier,
        boolean inRecovery,
        long epoch,
        long term,
        String incarnation,
        String primaryConninfo,
        String primarySlot,
        String synchronousNames,
        long timeline,
        long position,
        boolean settled,
        boolean broken,
        boolean receiving,
        List<Sender> senders,
        List<String> slots,
        String configRead,
        String configUsed,
        List<String> pendingRestart,
        Optional<String> configError,
        Optional<Duration> silence,
        Optional<Duration> newestCommit,
        Optional<Duration> promoting,
        List<Branch> history,
        long oldest,
        List<String> lostSlots,
        boolean databaseReady,
        boolean encrypted) {

    /** A timeline and the position at which another one went on from it. */
    public record Branch(long timeline, long end) {}

    /**
     * One replication connection.
     *
     * @param name application name: {@code <instance>_t<term>}
     * @param streaming it has caught up once
     * @param flushed position that the receiver has on disk
     */
    public record Sender(String name, boolean streaming, long flushed) {}

    /** It cannot get WAL any more, and its position is final. */
    boolean sealed(long inTerm) {
        return cut(inTerm) && settled && !broken;
    }

    /** It cannot get WAL any more, and knows the term. */
    boolean cut(long inTerm) {
        return inRecovery && term == inTerm && primaryConninfo.isEmpty() && !receiving;
    }

    /** It has WAL that this primary's history does not contain; it can never follow it as it is. While it gets WAL, that is not known. */
    boolean divergedFrom(Facts primary) {
        return settled
                && position > 0
                && timeline != primary.timeline()
                && primary.history().stream()
                        .noneMatch(branch -> branch.timeline() == timeline && position <= branch.end());
    }

    /** It needs WAL that this primary has no more. */
    boolean tooFarBehind(Facts primary) {
        return position > 0 && position < primary.oldest();
    }
}
