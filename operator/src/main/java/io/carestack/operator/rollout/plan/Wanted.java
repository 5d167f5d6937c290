package io.carestack.operator.rollout.plan;

import java.time.Duration;
import java.util.Set;

/**
 * What the spec says of releases.
 *
 * @param hash revision of the effective components and of what they refer to
 * @param paused nothing begins or goes on before the first Service is switched
 * @param manual a person approves before the switch
 * @param migrates the revision brings a migration
 * @param compatibleWith hashes of stable revisions that its migration declares itself compatible with
 */
public record Wanted(
        String hash,
        Commands commands,
        boolean paused,
        boolean manual,
        boolean migrates,
        Set<String> compatibleWith,
        Metrics.Unavailable unavailable,
        Times times,
        Traffic traffic,
        int historyLimit) {

    /**
     * How long each phase may take, and how long it lasts.
     *
     * @param migrating for the backup and the migration
     * @param building for the objects to be accepted
     * @param approval for a person to approve
     * @param drain between the end of monitoring and the first step of retiring
     */
    public record Times(
            Duration migrating,
            Duration building,
            Duration verifying,
            Duration smoke,
            Duration approval,
            Duration monitoring,
            Duration drain) {}
}
