package io.carestack.acceptance.chaos;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Replicas that have the WAL on disk and do not apply it. */
final class SlowReplay {
    /** The kubelet starts a container that was killed often five minutes later, and not at once. */
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(6);

    private static final String DELAY = "recovery_min_apply_delay";

    private final Patient patient;
    private final String primary;
    private final List<String> replicas;

    SlowReplay(Patient patient, String primary) {
        this.patient = patient;
        this.primary = primary;
        this.replicas = patient.others(primary);
    }

    /** Slows them down, does something, and takes back what still holds. */
    void during(Fault how, Injection.Treatment treatment) throws Exception {
        if (how == Fault.HOLD_SNAPSHOT_AND_KILL) {
            holdSnapshots();
            treatment.run();
            return;
        }
        boolean paused = how == Fault.PAUSE_REPLAY_AND_KILL;
        for (String replica : replicas) {
            everywhere(replica, paused ? "SELECT pg_wal_replay_pause()" : "ALTER SYSTEM SET " + DELAY + " = '5s'");
        }
        try {
            treatment.run();
        } finally {
            for (String instance : patient.instances()) {
                everywhere(
                        instance,
                        paused
                                ? "SELECT pg_wal_replay_resume() WHERE pg_is_in_recovery()"
                                : "ALTER SYSTEM RESET " + DELAY);
            }
        }
    }

    /** A row that a query on the replica still sees is removed on the primary. The query would last longer than the replica waits for it. */
    private void holdSnapshots() throws Exception {
        patient.sql(primary, "CREATE TABLE IF NOT EXISTS chaos AS SELECT 1 AS one; INSERT INTO chaos VALUES (1)");
        for (String replica : replicas) {
            patient.site()
                    .run(
                            replica,
                            "(psql -XAtqw -d postgres -c 'BEGIN ISOLATION LEVEL REPEATABLE READ' -c 'SELECT count(*) FROM chaos'"
                                    + " -c 'SELECT pg_sleep(40)' >/dev/null 2>&1 </dev/null &)");
        }
        patient.sql(primary, "SELECT pg_sleep(0.5)");
        patient.sql(primary, "DELETE FROM chaos");
        patient.sql(primary, "VACUUM chaos");
    }

    /** An instance that does not run now starts without a pause, but with its settings. */
    private void everywhere(String instance, String statement) throws Exception {
        Instant end = Instant.now().plus(LONGEST_BACK_OFF);
        while (true) {
            try {
                patient.sql(instance, statement);
                patient.sql(instance, "SELECT pg_reload_conf()");
                return;
            } catch (IOException | IllegalStateException e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }
    }
}
