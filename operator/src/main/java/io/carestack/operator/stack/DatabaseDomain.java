package io.carestack.operator.stack;

import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.StatusClient;
import io.carestack.operator.postgres.DatabaseMetrics;
import io.carestack.operator.postgres.ExternalDatabase;
import io.carestack.operator.postgres.PostgresReconciler;
import io.carestack.operator.postgres.PostgresResult;
import io.carestack.operator.postgres.PrimaryProbes;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The database of each stack: its protocol where the operator runs it, a check where somebody else does. */
final class DatabaseDomain {
    private static final Set<String> COMPONENTS = Set.of("postgres", "pooler");

    private final PostgresReconciler postgres;
    private final ExternalDatabase external;
    private final ClusterMemory memory;
    private final QuietResults<PostgresResult> quiet =
            new QuietResults<>(PostgresResult::desired, PostgresResult::with);
    private final PrimaryProbes probes;
    private final DatabaseMetrics metrics;
    private final Clock clock;

    /** @param probes whose news lead to a pass */
    DatabaseDomain(
            ApiWriter writer,
            ClusterSecrets secrets,
            StatusClient statuses,
            PrimaryProbes probes,
            DatabaseMetrics metrics,
            Clock clock) {
        this.clock = clock;
        this.memory = new ClusterMemory(statuses);
        this.postgres = new PostgresReconciler(
                memory, new ClusterPods(writer), secrets, probes, metrics, new SecureRandom(), clock);
        this.metrics = metrics;
        this.probes = probes;
        this.external = new ExternalDatabase(secrets);
    }

    /** One pass over the database; the memory of the pass goes on from what the protocol wrote. */
    DatabaseAnswer look(EffectiveStack stack, StackObservation seen, StackMemory pass) {
        return switch (stack.database()) {
            case Database.None none -> {
                metrics.forget(stack.owner().uid());
                yield new DatabaseAnswer.Known(nothing());
            }
            case Database.External somebody -> {
                metrics.forget(stack.owner().uid());
                yield check(stack, somebody, seen);
            }
            case Database.Managed managed -> drive(stack, managed, seen, pass);
        };
    }

    private DatabaseAnswer check(EffectiveStack stack, Database.External database, StackObservation seen) {
        String uid = stack.owner().uid();
        String inputs = QuietResults.inputs(database, seen, COMPONENTS::contains);
        return answer(quiet.of(uid, inputs), () -> {
            PostgresResult result = external.check(stack, database);
            return quiet.remember(uid, inputs, result, result.lookAgain().isEmpty());
        });
    }

    private DatabaseAnswer drive(
            EffectiveStack stack, Database.Managed managed, StackObservation seen, StackMemory pass) {
        String uid = stack.owner().uid();
        String inputs =
                QuietResults.inputs(List.of(managed, stack.hibernate(), stack.paused()), seen, COMPONENTS::contains)
                        + probes.word(uid);
        Children own = own(seen.children());
        Optional<PostgresStatus> written = Optional.ofNullable(pass.status()).map(CareStackStatus::postgres);
        return answer(
                quiet.of(uid, inputs).filter(result -> result.status().equals(written) && isFresh(result)), () -> {
                    try {
                        PostgresResult result = postgres.reconcile(stack, managed, own);
                        return quiet.remember(
                                uid, inputs, result, result.lookAgain().isEmpty());
                    } finally {
                        memory.take(stack.owner()).ifPresent(pass::continueFrom);
                    }
                });
    }

    private boolean isFresh(PostgresResult result) {
        return result.due().filter(due -> !clock.instant().isBefore(due)).isEmpty();
    }

    private static DatabaseAnswer answer(Optional<PostgresResult> known, Supplier<PostgresResult> question) {
        return known.<DatabaseAnswer>map(DatabaseAnswer.Known::new)
                .orElseGet(() -> new DatabaseAnswer.Unknown(question));
    }

    /** All that a pass holds while it waits for a database. */
    private static Children own(Children children) {
        return new Children(children.objects().stream()
                .filter(child -> child instanceof PersistentVolumeClaim
                        || COMPONENTS.contains(child.getMetadata().getLabels().getOrDefault(Labels.COMPONENT, "")))
                .toList());
    }

    /** Forgets a stack that is gone. */
    void forget(String uid) {
        quiet.forget(uid);
        postgres.forget(uid);
    }

    private static PostgresResult nothing() {
        return new PostgresResult(
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
