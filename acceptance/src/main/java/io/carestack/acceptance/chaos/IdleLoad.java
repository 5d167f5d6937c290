package io.carestack.acceptance.chaos;

import java.util.OptionalLong;

/**
 * What an instance has been asked so far, whoever asked: operator, watchdog, probes of the kubelet, and this question itself.
 *
 * @param transactions by {@code pg_stat_database}
 * @param statements by {@code pg_stat_statements}, where it is loaded
 */
record IdleLoad(long transactions, OptionalLong statements) {
    private static final String TRANSACTIONS = "SELECT sum(xact_commit + xact_rollback)::bigint FROM pg_stat_database";
    private static final String STATEMENTS = "SELECT sum(calls)::bigint FROM pg_stat_statements";

    static IdleLoad of(Patient patient, String instance) throws Exception {
        boolean counted = !patient.sql(
                        instance, "app", "SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements'")
                .isEmpty();
        return new IdleLoad(
                Long.parseLong(patient.sql(instance, TRANSACTIONS)),
                counted
                        ? OptionalLong.of(Long.parseLong(patient.sql(instance, "app", STATEMENTS)))
                        : OptionalLong.empty());
    }

    /** The difference; the questions themselves are part of it. */
    IdleLoad since(IdleLoad before) {
        return new IdleLoad(
                transactions - before.transactions,
                statements.isPresent() && before.statements.isPresent()
                        ? OptionalLong.of(statements.getAsLong() - before.statements.getAsLong())
                        : OptionalLong.empty());
    }
}
