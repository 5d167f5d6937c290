package io.carestack.operator.postgres;

import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.status.Note;
import java.util.Optional;

/** Events about what the memory has come to say. */
final class Notes {
    private Notes() {}

    static Optional<Note> of(Memory before, Memory after, PostgresStep step) {
        if (before.systemIdentifier().isEmpty() && after.systemIdentifier().isPresent()) {
            return Optional.of(new Note(
                    false,
                    after.records().isEmpty() ? "DatabaseAdopted" : "DatabaseCreated",
                    "the database has the system identifier "
                            + after.systemIdentifier().get()));
        }
        if (after.promoted() && !before.promoted()) {
            return Optional.of(new Note(
                    false,
                    "Promoted",
                    "%s takes writes in term %d".formatted(after.candidate().orElse(""), after.term())));
        }
        if (after.term() > before.term()) {
            return why(step)
                    .map(why -> new Note(
                            step instanceof PostgresStep.Remember,
                            "TermRaised",
                            "%s; term %d begins".formatted(why, after.term())));
        }
        return Optional.empty();
    }

    private static Optional<String> why(PostgresStep step) {
        return switch (step) {
            case PostgresStep.Remember remember ->
                Optional.of(remember.reason()).filter(reason -> !reason.isEmpty());
            case PostgresStep.HandOver handOver -> Optional.of("writes move away from " + handOver.primary());
            case PostgresStep.Act act -> Optional.empty();
            case PostgresStep.Wait wait -> Optional.empty();
            case PostgresStep.Converged converged -> Optional.empty();
        };
    }
}
