package io.carestack.operator.rollout.plan;

import java.util.Optional;
import java.util.Set;

/**
 * The spec, Jobs, faults, and what only the checks know.
 *
 * @param job id of the target that the Jobs are of
 * @param schema revisions whose migration was applied
 * @param started the first change of the spec was made
 * @param edits changes and commands so far
 * @param approved id that a person approved
 * @param failed revisions that ended without becoming stable, and that no command asked for since
 * @param oldRollback a command to roll back was found when the target began
 */
record Surroundings(
        String spec,
        Commands commands,
        boolean paused,
        boolean database,
        boolean metricsBad,
        Optional<String> job,
        Outcome.State migration,
        Outcome.State smoke,
        Set<String> schema,
        boolean started,
        int edits,
        int crashes,
        int hands,
        int others,
        Optional<String> approved,
        Set<String> failed,
        boolean oldRollback) {

    static Surroundings first(String spec) {
        return new Surroundings(
                spec,
                Commands.NONE,
                false,
                true,
                false,
                Optional.empty(),
                Outcome.State.MISSING,
                Outcome.State.MISSING,
                Set.of(spec),
                false,
                0,
                0,
                0,
                0,
                Optional.empty(),
                Set.of(),
                false);
    }

    Surroundings withSpec(String next) {
        return new Surroundings(
                next,
                commands,
                paused,
                database,
                metricsBad,
                job,
                migration,
                smoke,
                schema,
                true,
                started ? edits + 1 : edits,
                crashes,
                hands,
                others,
                approved,
                failed,
                oldRollback);
    }

    Surroundings withCommands(Commands next, boolean counts) {
        return new Surroundings(
                spec,
                next,
                paused,
                database,
                metricsBad,
                job,
                migration,
                smoke,
                schema,
                started,
                counts ? edits + 1 : edits,
                crashes,
                hands,
                others,
                approved,
                failed,
                oldRollback);
    }

    Surroundings withPaused(boolean next) {
        return new Surroundings(
                spec,
                commands,
                next,
                database,
                metricsBad,
                job,
                migration,
                smoke,
                schema,
                started,
                edits,
                crashes,
                hands,
                others,
                approved,
                failed,
                oldRollback);
    }

    Surroundings withDatabase(boolean next) {
        return new Surroundings(
                spec,
                commands,
                paused,
                next,
                metricsBad,
                job,
                migration,
                smoke,
                schema,
                started,
                edits,
                crashes,
                hands,
                others,
                approved,
                failed,
                oldRollback);
    }

    Surroundings withMetricsBad(boolean next) {
        return new Surroundings(
                spec,
                commands,
                paused,
                database,
                next,
                job,
                migration,
                smoke,
                schema,
                started,
                edits,
                crashes,
                hands,
                others,
                approved,
                failed,
                oldRollback);
    }

    Surroundings withJob(Optional<String> id, Outcome.State migrates, Outcome.State smokes) {
        return new Surroundings(
                spec,
                commands,
                paused,
                database,
                metricsBad,
                id,
                migrates,
                smokes,
                schema,
                started,
                edits,
                crashes,
                hands,
                others,
                approved,
                failed,
                oldRollback);
    }

    Surroundings withSchema(Set<String> next) {
        return new Surroundings(
                spec,
                commands,
                paused,
                database,
                metricsBad,
                job,
                migration,
                smoke,
                next,
                started,
                edits,
                crashes,
                hands,
                others,
                approved,
                failed,
                oldRollback);
    }

    Surroundings counted(int crash, int hand, int other) {
        return new Surroundings(
                spec,
                commands,
                paused,
                database,
                metricsBad,
                job,
                migration,
                smoke,
                schema,
                started,
                edits,
                crashes + crash,
                hands + hand,
                others + other,
                approved,
                failed,
                oldRollback);
    }

    Surroundings knowing(Optional<String> approval, Set<String> ends, boolean rollback) {
        return new Surroundings(
                spec,
                commands,
                paused,
                database,
                metricsBad,
                job,
                migration,
                smoke,
                schema,
                started,
                edits,
                crashes,
                hands,
                others,
                approval,
                ends,
                rollback);
    }
}
