package io.carestack.operator.stack;

import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.StatusClient;
import io.carestack.operator.postgres.ExternalDatabase;
import io.carestack.operator.postgres.PostgresReconciler;
import io.carestack.operator.postgres.PostgresResult;
import io.carestack.operator.postgres.PrimaryProbes;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The database of each stack: its protocol where the operator runs it, a check where somebody else does. */
final class DatabaseDomain {
    private static final Set<String> COMPONENTS = Set.of("postgres", "pooler");

    private final PostgresReconciler postgres;
    private final ExternalDatabase external;
    private final ClusterMemory memory;
    private final PrimaryProbes probes;
    private final QuietResults<PostgresResult> quiet = new QuietResults<>();

    /** @param probes whose news lead to a pass */
    DatabaseDomain(ApiWriter writer, ClusterSecrets secrets, StatusClient statuses, PrimaryProbes probes) {
        this.memory = new ClusterMemory(statuses);
        this.postgres = new PostgresReconciler(memory, new ClusterPods(writer), secrets, probes, new SecureRandom());
        this.probes = probes;
        this.external = new ExternalDatabase(secrets);
    }

    /** One pass over the database; the memory of the pass goes on from what the protocol wrote. */
    PostgresResult plan(EffectiveStack stack, StackObservation seen, StackMemory pass) {
        return switch (stack.database()) {
            case Database.None none -> nothing();
            case Database.External somebody -> check(stack, somebody, seen);
            case Database.Managed managed -> drive(stack, managed, seen, pass);
        };
    }

    private PostgresResult check(EffectiveStack stack, Database.External database, StackObservation seen) {
        String uid = stack.owner().uid();
        String inputs = QuietResults.inputs(database, seen, COMPONENTS::contains);
        return quiet.of(uid, inputs).orElseGet(() -> {
            PostgresResult result = external.check(stack, database);
            return quiet.remember(uid, inputs, result, result.lookAgain().isEmpty());
        });
    }

    private PostgresResult drive(
            EffectiveStack stack, Database.Managed managed, StackObservation seen, StackMemory pass) {
        String uid = stack.owner().uid();
        String inputs = QuietResults.inputs(managed, seen, COMPONENTS::contains) + probes.word(uid);
        Optional<PostgresStatus> written = Optional.ofNullable(pass.status()).map(CareStackStatus::postgres);
        return quiet.of(uid, inputs)
                .filter(result -> result.status().equals(written))
                .orElseGet(() -> {
                    try {
                        PostgresResult result = postgres.reconcile(stack, managed, seen.children());
                        return quiet.remember(
                                uid, inputs, result, result.lookAgain().isEmpty());
                    } finally {
                        memory.take(stack.owner()).ifPresent(pass::continueFrom);
                    }
                });
    }

    /** Forgets a stack that is gone. */
    void forget(String uid) {
        quiet.forget(uid);
        postgres.forget(uid);
    }

    private static PostgresResult nothing() {
        return new PostgresResult(
                List.of(), Optional.empty(), Optional.empty(), List.of(), List.of(), List.of(), Optional.empty());
    }
}
